package io.sealane.standin.value;

/** BOOLEAN of Oracle 23: one byte or two, of which the last is 1 for true. Layout: python-oracledb, {@code impl/base}. */
public final class OracleBooleans {
    private OracleBooleans() {}

    public static boolean decode(byte[] bytes) {
        return bytes[bytes.length - 1] == 1;
    }

    public static byte[] encode(boolean value) {
        return value ? new byte[] {1, 1} : new byte[] {0};
    }
}
