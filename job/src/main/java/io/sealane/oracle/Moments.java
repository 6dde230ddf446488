package io.sealane.oracle;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's dates and timestamps, by java.time only: {@code java.sql.Timestamp} moves values in the JVM zone's gaps
 * and before 1582.
 *
 * <p>The driver checks no range and wraps years around in silence, so the range is checked here; the server would round
 * a fraction that its column is too short for, so that is checked too.
 */
final class Moments {
    /** Oracle's first year, 4712 BC, as java.time counts: year 0 is 1 BC. */
    private static final int FIRST_YEAR = -4711;

    private static final int LAST_YEAR = 9999;
    private static final int DEFAULT_FRACTION = 6;

    private Moments() {}

    static @Nullable Object midnight(String text, OracleType type, Misfits misfits) throws UnfitValueException {
        if (isInfinite(text)) {
            return infinite(text, type, misfits);
        }
        return inRange(new Reading(text).date(), type, misfits);
    }

    static @Nullable Object local(String text, OracleType type, Misfits misfits) throws UnfitValueException {
        if (isInfinite(text)) {
            return infinite(text, type, misfits);
        }
        return inRange(withFraction(new Reading(text).dateTime(), type, misfits), type, misfits);
    }

    static @Nullable Object instant(String text, OracleType type, Misfits misfits) throws UnfitValueException {
        LocalDateTime utc;
        if (isInfinite(text)) {
            utc = infinite(text, type, misfits);
        } else {
            Reading reading = new Reading(text);
            // The sessions print in UTC; an offset is read all the same.
            LocalDateTime moment = reading.dateTime().minusSeconds(reading.offsetSeconds());
            utc = inRange(withFraction(moment, type, misfits), type, misfits);
        }
        return utc == null ? null : utc.atOffset(ZoneOffset.UTC);
    }

    private static boolean isInfinite(String text) {
        return text.endsWith("infinity");
    }

    private static @Nullable LocalDateTime infinite(String text, OracleType type, Misfits misfits)
            throws UnfitValueException {
        boolean clamps = misfits.clampsOutOfRange("it is infinite, which no Oracle type can hold");
        return clamps ? limit(text.startsWith("-"), type) : null;
    }

    private static @Nullable LocalDateTime inRange(LocalDateTime moment, OracleType type, Misfits misfits)
            throws UnfitValueException {
        int year = moment.getYear();
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            boolean clamps = misfits.clampsOutOfRange("it lies outside Oracle's years, 4712 BC to 9999");
            return clamps ? limit(year < FIRST_YEAR, type) : null;
        }
        // Belief, not tested: the calendar switch that Oracle follows has no 5 to 14 October 1582.
        if (year == 1582
                && moment.getMonthValue() == 10
                && moment.getDayOfMonth() >= 5
                && moment.getDayOfMonth() <= 14) {
            boolean clamps = misfits.clampsOutOfRange(
                    "its day does not exist in Oracle's calendar, which has none from 5 to 14 October 1582");
            return clamps ? LocalDateTime.of(1582, 10, 15, 0, 0) : null;
        }
        return moment;
    }

    private static LocalDateTime limit(boolean first, OracleType type) {
        if (first) {
            return LocalDateTime.of(FIRST_YEAR, 1, 1, 0, 0);
        }
        int unit = unit(Math.min(fractionDigits(type.dataType()), DEFAULT_FRACTION));
        return LocalDateTime.of(LAST_YEAR, 12, 31, 23, 59, 59, 1_000_000_000 - unit);
    }

    private static LocalDateTime withFraction(LocalDateTime moment, OracleType type, Misfits misfits)
            throws UnfitValueException {
        int digits = fractionDigits(type.dataType());
        int unit = unit(digits);
        int excess = moment.getNano() % unit;
        if (excess == 0) {
            return moment;
        }
        misfits.excessDigits("it has more than " + digits + " fractional digits of a second, and " + type.dataType()
                + " would round them");
        return moment.plusNanos(excess * 2L >= unit ? unit - excess : -excess);
    }

    /** Nanoseconds of the last of so many fractional digits. */
    private static int unit(int digits) {
        int unit = 1;
        for (int i = digits; i < 9; i++) {
            unit *= 10;
        }
        return unit;
    }

    private static int fractionDigits(String dataType) {
        if (dataType.equals("DATE")) {
            return 0;
        }
        int open = dataType.indexOf('(');
        return open < 0 ? DEFAULT_FRACTION : dataType.charAt(open + 1) - '0';
    }

    /** A cursor over {@code 0044-03-15 12:00:00.5+00 BC} and its shorter forms. */
    private static final class Reading {
        private final String text;
        private final boolean beforeChrist;
        private final int end;
        private int at;

        Reading(String text) {
            this.text = text;
            this.beforeChrist = text.endsWith(" BC");
            this.end = beforeChrist ? text.length() - 3 : text.length();
        }

        LocalDateTime date() {
            long year = number();
            at++;
            int month = (int) number();
            at++;
            int day = (int) number();
            return LocalDateTime.of((int) (beforeChrist ? 1 - year : year), month, day, 0, 0);
        }

        LocalDateTime dateTime() {
            LocalDateTime date = date();
            at++;
            int hour = (int) number();
            at++;
            int minute = (int) number();
            at++;
            int second = (int) number();
            return date.plusHours(hour).withMinute(minute).withSecond(second).withNano(nanos());
        }

        int offsetSeconds() {
            boolean west = text.charAt(at++) == '-';
            int hours = (int) number();
            int minutes = more() ? (int) number() : 0;
            int seconds = more() ? (int) number() : 0;
            int total = hours * 3600 + minutes * 60 + seconds;
            return west ? -total : total;
        }

        private boolean more() {
            return at < end && text.charAt(at++) == ':';
        }

        private int nanos() {
            if (at >= end || text.charAt(at) != '.') {
                return 0;
            }
            int start = ++at;
            int nanos = (int) number();
            for (int i = at - start; i < 9; i++) {
                nanos *= 10;
            }
            return nanos;
        }

        private long number() {
            long number = 0;
            while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                number = number * 10 + text.charAt(at++) - '0';
            }
            return number;
        }
    }
}
