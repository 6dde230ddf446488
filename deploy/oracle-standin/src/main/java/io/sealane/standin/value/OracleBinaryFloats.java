package io.sealane.standin.value;

import java.nio.ByteBuffer;

/**
 * BINARY_FLOAT and BINARY_DOUBLE: IEEE 754, most significant byte first, made sortable by flipping the sign bit of
 * positive numbers and all bits of negative ones. Layout: python-oracledb, {@code impl/base/decoders.pyx}.
 */
public final class OracleBinaryFloats {
    private OracleBinaryFloats() {}

    public static float decodeFloat(byte[] bytes) {
        int bits = ByteBuffer.wrap(bytes).getInt();
        return Float.intBitsToFloat(bits < 0 ? bits & Integer.MAX_VALUE : ~bits);
    }

    public static double decodeDouble(byte[] bytes) {
        long bits = ByteBuffer.wrap(bytes).getLong();
        return Double.longBitsToDouble(bits < 0 ? bits & Long.MAX_VALUE : ~bits);
    }

    public static byte[] encode(float value) {
        int bits = Float.floatToIntBits(value);
        return ByteBuffer.allocate(Float.BYTES)
                .putInt(bits < 0 ? ~bits : bits | Integer.MIN_VALUE)
                .array();
    }

    public static byte[] encode(double value) {
        long bits = Double.doubleToLongBits(value);
        return ByteBuffer.allocate(Double.BYTES)
                .putLong(bits < 0 ? ~bits : bits | Long.MIN_VALUE)
                .array();
    }
}
