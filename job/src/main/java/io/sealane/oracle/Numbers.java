package io.sealane.oracle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
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

    private static final int MAX_BINARY_DIGITS = 126;

    /** A text this short is a long for sure, whatever its sign. */
    private static final int LONG_CHARACTERS = 18;

    private static final long[] POWERS_OF_TEN = powersOfTen();

    private Numbers() {}

    static @Nullable Object whole(String text, OracleType type, Misfits misfits) throws UnfitValueException {
        return fits(Long.parseLong(text), type, misfits);
    }

    static @Nullable Object decimal(String text, OracleType type, Misfits misfits) throws UnfitValueException {
        if (text.length() <= LONG_CHARACTERS && text.indexOf('.') < 0 && isFinite(text)) {
            return fits(Long.parseLong(text), type, misfits);
        }
        if (!isFinite(text)) {
            return notFinite(text, Bounds.of(type), misfits);
        }
        return fits(new BigDecimal(text), Bounds.of(type), misfits);
    }

    /** {@code -$1,234.56}, as it is printed under lc_monetary = C. */
    static @Nullable Object money(String text, OracleType type, Misfits misfits) throws UnfitValueException {
        return fits(amount(text), Bounds.of(type), misfits);
    }

    static BigDecimal amount(String text) {
        return new BigDecimal(text.replace("$", "").replace(",", ""));
    }

    /** A float's shortest text that reads back as the same float, as a decimal number. */
    static @Nullable Object shortest(String text, OracleType type, Misfits misfits) throws UnfitValueException {
        return floating(text, Bounds.of(type), misfits);
    }

    static @Nullable Object inFloat(String text, OracleType type, Misfits misfits) throws UnfitValueException {
        return floating(text, Bounds.ofFloat(type), misfits);
    }

    private static @Nullable Object floating(String text, Bounds bounds, Misfits misfits) throws UnfitValueException {
        if (!isFinite(text)) {
            return notFinite(text, bounds, misfits);
        }
        checkSign(text, misfits);
        return fits(new BigDecimal(text), bounds, misfits);
    }

    static Object single(String text, OracleType type, Misfits misfits) throws UnfitValueException {
        return checkSign(text, misfits) ? 0f : Float.parseFloat(text);
    }

    /** Widened, not read as a double: the same number, and not the one that its text is nearest to. */
    static Object singleAsDouble(String text, OracleType type, Misfits misfits) throws UnfitValueException {
        return checkSign(text, misfits) ? 0d : (double) Float.parseFloat(text);
    }

    static Object full(String text, OracleType type, Misfits misfits) throws UnfitValueException {
        return checkSign(text, misfits) ? 0d : Double.parseDouble(text);
    }

    static Object wholeAsDouble(String text, OracleType type, Misfits misfits) throws UnfitValueException {
        long number = Long.parseLong(text);
        double nearest = number;
        if (!new BigDecimal(nearest).equals(BigDecimal.valueOf(number))) {
            misfits.excessDigits("it has more than the 53 binary digits that BINARY_DOUBLE holds");
        }
        return nearest;
    }

    /** COPY and the stream print {@code t} and {@code f}. */
    static @Nullable Object truth(String text, OracleType type, Misfits misfits) throws UnfitValueException {
        return fits(text.equals("t") ? 1L : 0L, type, misfits);
    }

    /** Whether it was -0; Oracle has none (SQL Language Reference: it is coerced to +0). */
    private static boolean checkSign(String text, Misfits misfits) throws UnfitValueException {
        boolean negativeZero = text.equals("-0");
        if (negativeZero) {
            misfits.negativeZero();
        }
        return negativeZero;
    }

    private static @Nullable Object notFinite(String text, Bounds bounds, Misfits misfits) throws UnfitValueException {
        if (text.equals("NaN")) {
            misfits.notANumber();
            return null;
        }
        boolean clamps = misfits.clampsOutOfRange("it is infinite, and NUMBER holds finite numbers only");
        return clamps ? bounds.limit(text.startsWith("-")) : null;
    }

    private static @Nullable Object fits(long number, OracleType type, Misfits misfits) throws UnfitValueException {
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
        return fits(BigDecimal.valueOf(number), Bounds.of(type), misfits);
    }

    private static @Nullable Object fits(BigDecimal number, Bounds bounds, Misfits misfits) throws UnfitValueException {
        if (number.signum() == 0) {
            return 0L;
        }
        BigDecimal stripped = number.stripTrailingZeros();
        BigDecimal kept = stripped;
        if (kept.scale() > bounds.places()) {
            misfits.excessDigits("it has " + kept.scale() + " digits after the decimal point, and " + bounds.name()
                    + " holds " + bounds.places());
            kept = kept.setScale(bounds.places(), RoundingMode.HALF_UP);
        }
        if (integerDigits(kept) > bounds.integerDigits()) {
            boolean clamps = misfits.clampsOutOfRange("it has " + integerDigits(kept)
                    + " digits before the decimal point, and " + bounds.name() + " holds " + bounds.integerDigits());
            return clamps ? bounds.limit(kept.signum() < 0) : null;
        }
        if (kept.precision() > bounds.digits()) {
            misfits.excessDigits("it has " + kept.precision() + " significant digits, and " + bounds.name() + " holds "
                    + bounds.digits());
            kept = kept.round(new MathContext(bounds.digits(), RoundingMode.HALF_UP));
        }
        if (kept.signum() != 0 && integerDigits(kept) <= -MAX_SCALE) {
            boolean clamps = misfits.clampsOutOfRange("its magnitude is below NUMBER's least, 1E-130");
            return clamps ? kept.setScale(MAX_SCALE, RoundingMode.HALF_UP) : null;
        }
        // Trailing zeros alone may bring a number past the 40 digits from which the driver rounds.
        return number.precision() > MAX_DIGITS || !kept.equals(stripped) ? kept : number;
    }

    /** Of 0.01 it is -1. */
    private static int integerDigits(BigDecimal number) {
        return number.precision() - number.scale();
    }

    /** {@code NaN}, {@code Infinity} and {@code -Infinity} are all that ends in a letter. */
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

    /**
     * What a column holds.
     *
     * @param type its declared type, for messages
     * @param places after the decimal point; negative where it holds whole tens
     */
    private record Bounds(OracleType type, int digits, int integerDigits, int places) {
        static Bounds of(OracleType type) {
            Integer precision = type.precision();
            Integer scale = type.scale();
            if (precision == null && scale == null) {
                return new Bounds(type, MAX_DIGITS, MAX_INTEGER_DIGITS, Integer.MAX_VALUE);
            }
            int places = scale == null ? 0 : scale;
            int digits = precision == null ? MAX_DIGITS : precision;
            return new Bounds(type, digits, digits - places, places);
        }

        static Bounds ofFloat(OracleType type) {
            int digits = (int) Math.ceil(bits(type) * DECIMAL_PER_BINARY);
            return new Bounds(type, digits, MAX_INTEGER_DIGITS, Integer.MAX_VALUE);
        }

        private static int bits(OracleType type) {
            return type.precision() == null ? MAX_BINARY_DIGITS : type.precision();
        }

        /** {@code NUMBER(12,2)}; only where a value does not fit, so not made for each that does. */
        String name() {
            if (type.dataType().equals("FLOAT")) {
                return "FLOAT(" + bits(type) + ")";
            }
            return places == Integer.MAX_VALUE
                    ? "NUMBER"
                    : "NUMBER(" + (type.precision() == null ? "*" : type.precision()) + "," + places + ")";
        }

        /** The greatest that it holds, or the least. */
        BigDecimal limit(boolean negative) {
            BigDecimal nines = new BigDecimal(BigInteger.TEN.pow(digits).subtract(BigInteger.ONE));
            BigDecimal greatest = nines.scaleByPowerOfTen(integerDigits - digits);
            return negative ? greatest.negate() : greatest;
        }
    }
}
