package io.sealane.oracle;

import java.time.Duration;
import java.time.Period;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's intervals and times of day as Oracle's two kinds of interval. None of them holds months and days together:
 * a month has no length.
 */
final class Intervals {
    private static final int DEFAULT_LEADING_DIGITS = 2;
    private static final int DEFAULT_FRACTION = 6;
    private static final int NANO_DIGITS = 9;

    private Intervals() {}

    /** {@code HH:MM:SS.ffffff}, from 00:00:00 to 24:00:00, which a clock does not show and a length of time does. */
    static @Nullable Object timeOfDay(String text, OracleType type, Misfits misfits) throws UnfitValueException {
        Duration time = Duration.ofHours(Long.parseLong(text.substring(0, 2)))
                .plusMinutes(Long.parseLong(text.substring(3, 5)))
                .plus(Duration.parse("PT" + text.substring(6) + "S"));
        return fits(time, type, misfits);
    }

    static @Nullable Object dayTime(String text, OracleType type, Misfits misfits) throws UnfitValueException {
        IsoInterval interval = new IsoInterval(text);
        if (interval.isInfinite()) {
            boolean clamps = misfits.clampsOutOfRange("it is infinite, which no Oracle type can hold");
            return clamps ? limit(interval.isNegative(), type) : null;
        }
        if (interval.months() != 0) {
            throw new UnfitValueException("it has months, and " + type.dataType() + " holds days and time alone");
        }
        return fits(interval.dayTime(), type, misfits);
    }

    static @Nullable Object yearMonth(String text, OracleType type, Misfits misfits) throws UnfitValueException {
        IsoInterval interval = new IsoInterval(text);
        long greatest = 12 * power(leadingDigits(type.dataType())) - 1;
        if (interval.isInfinite()) {
            boolean clamps = misfits.clampsOutOfRange("it is infinite, which no Oracle type can hold");
            return clamps ? Period.ofMonths((int) (interval.isNegative() ? -greatest : greatest)) : null;
        }
        if (interval.hasDaysOrTime()) {
            throw new UnfitValueException(
                    "it has days or time, and " + type.dataType() + " holds years and months alone");
        }
        long months = interval.months();
        if (Math.abs(months) > greatest) {
            boolean clamps = misfits.clampsOutOfRange("its years have more digits than " + type.dataType() + " holds");
            return clamps ? Period.ofMonths((int) (months < 0 ? -greatest : greatest)) : null;
        }
        return Period.ofMonths((int) months);
    }

    private static @Nullable Object fits(Duration time, OracleType type, Misfits misfits) throws UnfitValueException {
        Duration kept = time;
        int digits = fractionDigits(type.dataType());
        long unit = power(NANO_DIGITS - digits);
        long excess = time.getNano() % unit;
        if (excess != 0) {
            misfits.excessDigits("it has more than " + digits + " fractional digits of a second, and " + type.dataType()
                    + " would round them");
            // Half away from zero; the nanoseconds of a negative duration count upward.
            boolean up = time.isNegative() ? excess * 2 > unit : excess * 2 >= unit;
            kept = time.plusNanos(up ? unit - excess : -excess);
        }
        if (kept.abs().compareTo(Duration.ofDays(power(leadingDigits(type.dataType())))) >= 0) {
            boolean clamps = misfits.clampsOutOfRange("its days have more digits than " + type.dataType() + " holds");
            return clamps ? limit(kept.isNegative(), type) : null;
        }
        return kept;
    }

    private static Duration limit(boolean negative, OracleType type) {
        Duration greatest = Duration.ofDays(power(leadingDigits(type.dataType())))
                .minusNanos(power(NANO_DIGITS - fractionDigits(type.dataType())));
        return negative ? greatest.negated() : greatest;
    }

    /** Of {@code INTERVAL DAY(2) TO SECOND(6)} it is 2. */
    private static int leadingDigits(String dataType) {
        int open = dataType.indexOf('(');
        boolean ofLeading = open >= 0 && open < dataType.indexOf(" TO ");
        return ofLeading ? dataType.charAt(open + 1) - '0' : DEFAULT_LEADING_DIGITS;
    }

    private static int fractionDigits(String dataType) {
        int open = dataType.indexOf("SECOND(");
        return open < 0 ? DEFAULT_FRACTION : dataType.charAt(open + "SECOND(".length()) - '0';
    }

    private static long power(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }
}
