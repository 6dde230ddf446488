package io.sealane.oracle;

import java.time.Duration;

/**
 * A PostgreSQL interval, printed under IntervalStyle = iso_8601: {@code P1Y2M3DT4H5M6.789S}, each part with its own sign.
 * Months, days and time are three numbers there; an hour of a day that is 23 hours long is why.
 */
final class IsoInterval {
    private static final long MONTHS_OF_A_YEAR = 12;

    private final String text;
    private long months;
    private long days;
    private Duration time = Duration.ZERO;

    /** @param text also {@code infinity} and {@code -infinity}, which have no parts */
    IsoInterval(String text) {
        this.text = text;
        if (!isInfinite()) {
            read();
        }
    }

    boolean isInfinite() {
        return text.endsWith("infinity");
    }

    boolean isNegative() {
        return text.startsWith("-");
    }

    /** Years and months. */
    long months() {
        return months;
    }

    boolean hasDaysOrTime() {
        return days != 0 || !time.isZero();
    }

    /** Days, of 24 hours as PostgreSQL compares them, and time. */
    Duration dayTime() {
        return Duration.ofDays(days).plus(time);
    }

    /** One text for all intervals that INTERVAL DAY TO SECOND holds as one value. */
    String canonicalDayTime() {
        return isInfinite() || months != 0 ? text : dayTime().toString();
    }

    /** One text for all intervals that INTERVAL YEAR TO MONTH holds as one value. */
    String canonicalMonths() {
        return isInfinite() || hasDaysOrTime() ? text : "P" + months + "M";
    }

    private void read() {
        boolean inTime = false;
        int start = 1;
        for (int at = 1; at < text.length(); at++) {
            char unit = text.charAt(at);
            if (unit == 'T') {
                inTime = true;
                start = at + 1;
            } else if (unit >= 'A') {
                add(text.substring(start, at), unit, inTime);
                start = at + 1;
            }
        }
    }

    private void add(String number, char unit, boolean inTime) {
        switch (unit) {
            case 'Y' -> months += MONTHS_OF_A_YEAR * Long.parseLong(number);
            case 'W' -> days += 7 * Long.parseLong(number);
            case 'D' -> days += Long.parseLong(number);
            case 'H' -> time = time.plusHours(Long.parseLong(number));
            case 'S' -> time = time.plus(Duration.parse("PT" + number + "S"));
            case 'M' -> {
                if (inTime) {
                    time = time.plusMinutes(Long.parseLong(number));
                } else {
                    months += Long.parseLong(number);
                }
            }
            default -> throw new IllegalArgumentException("Unknown unit of an interval: " + unit);
        }
    }
}
