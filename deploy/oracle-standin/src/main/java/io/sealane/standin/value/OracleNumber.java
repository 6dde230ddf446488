package io.sealane.standin.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * NUMBER: a base-100 exponent byte, then up to 20 base-100 digits.
 *
 * <p>Worked: 123.4 = 1·100¹ + 23·100⁰ + 40·100⁻¹ is {@code C2 02 18 29}: exponent 193 + 1, digits plus one. Negative
 * numbers invert the exponent, store 101 - digit and end with 102 if there are fewer than 20 digits.
 * Layout: Oracle Call Interface Programmer's Guide, "NUMBER datatype", external format.
 */
public final class OracleNumber {
    private static final int POSITIVE_BIAS = 193;
    private static final int NEGATIVE_BIAS = 62;
    private static final int ZERO = 0x80;
    private static final int NEGATIVE_END = 102;
    private static final int MAX_DIGITS = 20;
    private static final int MAX_EXPONENT = 62;
    private static final int MIN_EXPONENT = -65;
    /** Nine base-100 digits always fit a long. */
    private static final int LONG_EXPONENT = 8;

    private OracleNumber() {}

    /** Returns a {@link Long} where the value is a whole number below 10¹⁸, else a {@link BigDecimal}. */
    public static Number decode(byte[] bytes) {
        int first = bytes[0] & 0xff;
        if (bytes.length == 1) {
            return 0L;
        }
        boolean positive = (first & 0x80) != 0;
        int exponent = positive ? first - POSITIVE_BIAS : NEGATIVE_BIAS - first;
        int digits = bytes.length - 1;
        if (!positive && (bytes[digits] & 0xff) == NEGATIVE_END) {
            digits--;
        }
        if (exponent >= 0 && exponent <= LONG_EXPONENT && digits <= exponent + 1) {
            return decodeLong(bytes, positive, exponent, digits);
        }
        return decodeDecimal(bytes, positive, exponent, digits);
    }

    private static Long decodeLong(byte[] bytes, boolean positive, int exponent, int digits) {
        long value = 0;
        for (int i = 0; i <= exponent; i++) {
            value = value * 100 + (i < digits ? digit(bytes[i + 1], positive) : 0);
        }
        return positive ? value : -value;
    }

    private static BigDecimal decodeDecimal(byte[] bytes, boolean positive, int exponent, int digits) {
        char[] text = new char[digits * 2];
        for (int i = 0; i < digits; i++) {
            int digit = digit(bytes[i + 1], positive);
            text[2 * i] = (char) ('0' + digit / 10);
            text[2 * i + 1] = (char) ('0' + digit % 10);
        }
        BigInteger unscaled = new BigInteger(new String(text));
        BigDecimal value = new BigDecimal(positive ? unscaled : unscaled.negate(), 2 * (digits - 1 - exponent));
        return value.scale() < 0 ? value.setScale(0) : value;
    }

    private static int digit(byte stored, boolean positive) {
        int raw = stored & 0xff;
        return positive ? raw - 1 : 101 - raw;
    }

    /** @throws ArithmeticException if the magnitude is beyond NUMBER's range */
    public static byte[] encode(BigDecimal value) {
        if (value.signum() == 0) {
            return new byte[] {(byte) ZERO};
        }
        BigDecimal plain = value.stripTrailingZeros();
        String text = plain.unscaledValue().abs().toString();
        int scale = plain.scale();
        if ((scale & 1) != 0) {
            text += "0";
            scale++;
        }
        if ((text.length() & 1) != 0) {
            text = "0" + text;
        }
        int pairs = text.length() / 2;
        int exponent = pairs - 1 - scale / 2;
        if (exponent < MIN_EXPONENT) {
            // Belief: what is too small for a NUMBER is stored as zero.
            return new byte[] {(byte) ZERO};
        }
        if (exponent > MAX_EXPONENT) {
            throw new ArithmeticException("Number out of range: exponent of " + exponent + " base-100 digits");
        }
        return encode(text, Math.min(pairs, MAX_DIGITS), exponent, value.signum() > 0);
    }

    public static byte[] encode(long value) {
        return encode(BigDecimal.valueOf(value));
    }

    private static byte[] encode(String text, int pairs, int exponent, boolean positive) {
        byte[] bytes = new byte[pairs + 2];
        bytes[0] = (byte) (positive ? POSITIVE_BIAS + exponent : NEGATIVE_BIAS - exponent);
        int length = 1;
        for (int i = 0; i < pairs; i++) {
            int digit = (text.charAt(2 * i) - '0') * 10 + text.charAt(2 * i + 1) - '0';
            bytes[length++] = (byte) (positive ? digit + 1 : 101 - digit);
        }
        int zeroDigit = positive ? 1 : 101;
        while (bytes[length - 1] == zeroDigit) {
            length--;
        }
        if (!positive && length <= MAX_DIGITS) {
            bytes[length++] = (byte) NEGATIVE_END;
        }
        return Arrays.copyOf(bytes, length);
    }
}
