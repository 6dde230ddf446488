package io.sealane.oracle;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's numbers as Oracle's. Everything is checked before the driver sees it, because driver and server round
 * without a word: {@code NUMBER(p,s)} rounds an excess fraction, the driver what has more than 40 digits.
 */
final class Numbers {
    /** Digits that NUMBER guarantees (Database SQL Language Reference, "NUMBER Data Type"). */
    private static final int MAX_DIGITS = 38;

    /** NUMBER holds magnitudes from 1E-130 to below 1E126. */
    private static final int MAX_INTEGER_DIGITS = 126;

    private static final int MAX_SCALE = 130;

    /** Decimal digits of one binary digit of FLOAT(n), by the SQL Language Reference. */
    private static final double DECIMAL_PER_BINARY = 0.30103;

    /** A text this short is a long for sure, whatever its sign. */
    private static final int LONG_CHARACTERS = 18;

    private static final long[] POWERS_OF_TEN = powersOfTen();

    private Numbers() {}

    static Object whole(String text, OracleType type) throws UnfitValueException {
        return fits(Long.parseLong(text), type);
    }

    static Object decimal(String text, OracleType type) throws UnfitValueException {
        if (text.length() <= LONG_CHARACTERS && text.indexOf('.') < 0 && isFinite(text)) {
            return fits(Long.parseLong(text), type);
        }
        return fits(finite(text), type);
    }

    static Object inFloat(String text, OracleType type) throws UnfitValueException {
        BigDecimal number = finite(text).stripTrailingZeros();
        int binary = type.precision() == null ? 126 : type.precision();
        int digits = (int) Math.ceil(binary * DECIMAL_PER_BINARY);
        if (number.precision() > digits) {
            throw new UnfitValueException(
                    "it has " + number.precision() + " significant digits, and FLOAT(" + binary + ") holds " + digits);
        }
        return fits(number, null, null);
    }

    static Object single(String text, OracleType type) {
        return Float.parseFloat(text);
    }

    /** Widened, not read as a double: the same number, and not the one that its text is nearest to. */
    static Object singleAsDouble(String text, OracleType type) {
        return (double) Float.parseFloat(text);
    }

    static Object full(String text, OracleType type) {
        return Double.parseDouble(text);
    }

    /** COPY and the stream print {@code t} and {@code f}. */
    static Object truth(String text, OracleType type) throws UnfitValueException {
        return fits(text.equals("t") ? 1L : 0L, type);
    }

    private static Object fits(long number, OracleType type) throws UnfitValueException {
        Integer precision = type.precision();
        Integer scale = type.scale();
        if (precision == null) {
            if (scale == null || scale >= 0) {
                return number;
            }
        } else {
            int digits = precision - (scale == null ? 0 : scale);
            if ((scale == null || scale >= 0)
                    && (digits >= POWERS_OF_TEN.length
                            || digits >= 0 && number < POWERS_OF_TEN[digits] && number > -POWERS_OF_TEN[digits])) {
                return number;
            }
        }
        return fits(BigDecimal.valueOf(number), type);
    }

    private static Object fits(BigDecimal number, OracleType type) throws UnfitValueException {
        return fits(number, type.precision(), type.scale());
    }

    private static Object fits(BigDecimal number, @Nullable Integer precision, @Nullable Integer scale)
            throws UnfitValueException {
        if (number.signum() == 0) {
            return 0L;
        }
        BigDecimal stripped = number.stripTrailingZeros();
        int integerDigits = stripped.precision() - stripped.scale();
        if (scale != null || precision != null) {
            int places = scale == null ? 0 : scale;
            int digits = precision == null ? MAX_DIGITS : precision;
            String declared = "NUMBER(" + (precision == null ? "*" : precision) + "," + places + ")";
            if (stripped.scale() > places) {
                throw new UnfitValueException("it has " + stripped.scale() + " digits after the decimal point, and "
                        + declared + " holds " + places);
            }
            if (integerDigits > digits - places) {
                throw new UnfitValueException("it has " + integerDigits + " digits before the decimal point, and "
                        + declared + " holds " + (digits - places));
            }
        }
        if (stripped.precision() > MAX_DIGITS) {
            throw new UnfitValueException(
                    "it has " + stripped.precision() + " significant digits, and NUMBER holds " + MAX_DIGITS);
        }
        if (integerDigits > MAX_INTEGER_DIGITS || stripped.scale() > MAX_SCALE) {
            throw new UnfitValueException("its magnitude is outside NUMBER's, 1E-130 to below 1E126");
        }
        // Trailing zeros alone may bring a number past the 40 digits from which the driver rounds.
        return number.precision() > MAX_DIGITS ? stripped : number;
    }

    private static BigDecimal finite(String text) throws UnfitValueException {
        if (!isFinite(text)) {
            throw new UnfitValueException("it is not a finite number, and NUMBER holds only those");
        }
        return new BigDecimal(text);
    }

    /** {@code NaN}, {@code Infinity} and {@code -Infinity} are all that has a letter: numeric prints no exponents. */
    private static boolean isFinite(String text) {
        char last = text.charAt(text.length() - 1);
        return last >= '0' && last <= '9';
    }

    private static long[] powersOfTen() {
        long[] powers = new long[19];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }
}
