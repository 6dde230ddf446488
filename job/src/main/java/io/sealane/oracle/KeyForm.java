package io.sealane.oracle;

import java.math.BigDecimal;

/**
 * Which texts of PostgreSQL become one value of an Oracle column, so that a key can be compared before it is stored. Part of
 * a migration's routes: frozen.
 */
public enum KeyForm {
    /** Each text is a value of its own, as {@code 1.0} and {@code 1.00} are in a VARCHAR2. */
    TEXT,
    /** {@code 1.0} is {@code 1.00} in a NUMBER. */
    NUMBER,
    /** {@code a} and {@code 'a '} are one CHAR. */
    BLANK_PADDED,
    /** {@code P1D} is {@code PT24H} in an INTERVAL. */
    DAY_TIME,
    /** {@code P1Y} is {@code P12M} in an INTERVAL. */
    YEAR_MONTH;

    /**
     * One text for all texts of one value; different values have different ones. A text that the column cannot hold is given
     * back: it is refused when it is bound.
     */
    public String of(String text) {
        return switch (this) {
            case TEXT -> text;
            case NUMBER -> number(text);
            case BLANK_PADDED -> withoutBlanks(text);
            case DAY_TIME -> new IsoInterval(text).canonicalDayTime();
            case YEAR_MONTH -> new IsoInterval(text).canonicalMonths();
        };
    }

    private static String number(String text) {
        char last = text.charAt(text.length() - 1);
        // NaN, infinities, t and f; whole numbers are printed in one way.
        if (last < '0' || last > '9' || text.indexOf('.') < 0 && text.indexOf('e') < 0) {
            return text;
        }
        BigDecimal number = text.indexOf('$') < 0 ? new BigDecimal(text) : Numbers.amount(text);
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static String withoutBlanks(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }
}
