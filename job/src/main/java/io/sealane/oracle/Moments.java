package io.sealane.oracle;

import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * PostgreSQL's dates and timestamps, by java.time only: {@code java.sql.Timestamp} moves values in the JVM zone's gaps
 * and before 1582.
 *
 * <p>The driver checks no range and wraps years around in silence, so the range is checked here; the server would round
 * a fraction that its column is too short for, so that is refused too.
 */
final class Moments {
    /** Oracle's first year, 4712 BC, as java.time counts: year 0 is 1 BC. */
    private static final int FIRST_YEAR = -4711;

    private static final int LAST_YEAR = 9999;
    private static final int DEFAULT_FRACTION = 6;

    private Moments() {}

    static Object midnight(String text, OracleType type) throws UnfitValueException {
        return inRange(new Reading(text).date());
    }

    static Object local(String text, OracleType type) throws UnfitValueException {
        return withFraction(inRange(new Reading(text).dateTime()), type);
    }

    static Object instant(String text, OracleType type) throws UnfitValueException {
        Reading reading = new Reading(text);
        OffsetDateTime instant =
                OffsetDateTime.of(reading.dateTime(), reading.offset()).withOffsetSameInstant(ZoneOffset.UTC);
        withFraction(inRange(instant.toLocalDateTime()), type);
        return instant;
    }

    private static LocalDateTime inRange(LocalDateTime moment) throws UnfitValueException {
        int year = moment.getYear();
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            throw new UnfitValueException("it lies outside Oracle's years, 4712 BC to 9999");
        }
        // Belief, not tested: the calendar switch that Oracle follows has no 5 to 14 October 1582.
        if (year == 1582
                && moment.getMonthValue() == 10
                && moment.getDayOfMonth() >= 5
                && moment.getDayOfMonth() <= 14) {
            throw new UnfitValueException(
                    "its day does not exist in Oracle's calendar, which has none from 5 to 14" + " October 1582");
        }
        return moment;
    }

    private static LocalDateTime withFraction(LocalDateTime moment, OracleType type) throws UnfitValueException {
        int digits = fractionDigits(type.dataType());
        int unit = 1;
        for (int i = digits; i < 9; i++) {
            unit *= 10;
        }
        if (moment.getNano() % unit != 0) {
            throw new UnfitValueException("it has more than " + digits + " fractional digits of a second, and "
                    + type.dataType() + " would round them");
        }
        return moment;
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

        Reading(String text) throws UnfitValueException {
            if (text.endsWith("infinity")) {
                throw new UnfitValueException("it is infinite, which no Oracle type can hold");
            }
            this.text = text;
            this.beforeChrist = text.endsWith(" BC");
            this.end = beforeChrist ? text.length() - 3 : text.length();
        }

        LocalDateTime date() throws UnfitValueException {
            long year = number();
            at++;
            int month = (int) number();
            at++;
            int day = (int) number();
            if (year > LAST_YEAR + 1L) {
                throw new UnfitValueException("it lies outside Oracle's years, 4712 BC to 9999");
            }
            return LocalDateTime.of((int) (beforeChrist ? 1 - year : year), month, day, 0, 0);
        }

        LocalDateTime dateTime() throws UnfitValueException {
            LocalDateTime date = date();
            at++;
            int hour = (int) number();
            at++;
            int minute = (int) number();
            at++;
            int second = (int) number();
            return date.plusHours(hour).withMinute(minute).withSecond(second).withNano(nanos());
        }

        ZoneOffset offset() {
            boolean west = text.charAt(at++) == '-';
            int hours = (int) number();
            int minutes = more() ? (int) number() : 0;
            int seconds = more() ? (int) number() : 0;
            int total = hours * 3600 + minutes * 60 + seconds;
            return ZoneOffset.ofTotalSeconds(west ? -total : total);
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
