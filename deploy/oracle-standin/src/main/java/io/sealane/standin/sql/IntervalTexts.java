package io.sealane.standin.sql;

import java.time.Duration;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * TO_DSINTERVAL and TO_YMINTERVAL. Formats: SQL Language Reference, under these names: SQL's own and ISO 8601. Which code
 * stands for which fault is belief. H2 calls the functions by name, so the class and its methods are public.
 */
public final class IntervalTexts {
    private static final Pattern DAY_SECOND =
            Pattern.compile("([+-]?)(\\d{1,9}) +(\\d{1,2}):(\\d{1,2}):(\\d{1,2})(?:\\.(\\d{0,9}))?");
    private static final Pattern YEAR_MONTH = Pattern.compile("([+-]?)(\\d{1,9}) *- *(\\d{1,2})");
    private static final int INVALID = 1867;

    private IntervalTexts() {}

    public static @Nullable Duration daySecond(@Nullable String text) throws OracleException {
        if (text == null) {
            return null;
        }
        String stripped = text.strip();
        Matcher parts = DAY_SECOND.matcher(stripped);
        if (!parts.matches()) {
            return isoDuration(stripped);
        }
        String fraction = parts.group(6) == null ? "" : parts.group(6);
        Duration size = Duration.ofDays(Long.parseLong(parts.group(2)))
                .plusHours(within(parts.group(3), 23, 1850, "hour must be between 0 and 23"))
                .plusMinutes(within(parts.group(4), 59, 1851, "minutes must be between 0 and 59"))
                .plusSeconds(within(parts.group(5), 59, 1852, "seconds must be between 0 and 59"))
                .plusNanos(Long.parseLong((fraction + "000000000").substring(0, 9)));
        return parts.group(1).equals("-") ? size.negated() : size;
    }

    private static Duration isoDuration(String text) throws OracleException {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new OracleException(INVALID, "the interval is invalid", e);
        }
    }

    public static @Nullable Period yearMonth(@Nullable String text) throws OracleException {
        if (text == null) {
            return null;
        }
        String stripped = text.strip();
        Matcher parts = YEAR_MONTH.matcher(stripped);
        if (!parts.matches()) {
            return isoPeriod(stripped);
        }
        int years = Integer.parseInt(parts.group(2));
        Period size = Period.of(years, (int) within(parts.group(3), 11, 1843, "not a valid month"), 0);
        return parts.group(1).equals("-") ? size.negated() : size;
    }

    private static Period isoPeriod(String text) throws OracleException {
        try {
            Period period = Period.parse(text);
            return Period.of(period.getYears(), period.getMonths(), 0);
        } catch (DateTimeParseException e) {
            throw new OracleException(INVALID, "the interval is invalid", e);
        }
    }

    private static long within(String digits, int largest, int code, String message) throws OracleException {
        int value = Integer.parseInt(digits);
        if (value > largest) {
            throw new OracleException(code, message);
        }
        return value;
    }
}
