package io.sealane.standin.value;

/**
 * Numbers of the types on the wire. Source: node-oracledb thin, lib/thin/protocol/constants.js, and Oracle Call Interface
 * Programmer's Guide, "External Data Types".
 */
public final class WireType {
    public static final int VARCHAR2 = 1;
    public static final int NUMBER = 2;
    public static final int INTEGER = 3;
    public static final int VARNUM = 6;
    public static final int LONG = 8;
    public static final int DATE = 12;
    public static final int RAW = 23;
    public static final int LONG_RAW = 24;
    public static final int CHAR = 96;
    public static final int BINARY_FLOAT = 100;
    public static final int BINARY_DOUBLE = 101;
    public static final int CURSOR = 102;
    public static final int CLOB = 112;
    public static final int BLOB = 113;
    public static final int TIMESTAMP = 180;
    public static final int TIMESTAMP_TZ = 181;
    public static final int INTERVAL_YM = 182;
    public static final int INTERVAL_DS = 183;
    public static final int TIMESTAMP_LTZ = 231;
    public static final int BOOLEAN = 252;

    private WireType() {}

    /** Bind descriptions write the scale of these types as a signed integer, of all others as one byte. */
    public static boolean hasWideScale(int type) {
        return type == NUMBER
                || type == TIMESTAMP
                || type == TIMESTAMP_TZ
                || type == TIMESTAMP_LTZ
                || type == INTERVAL_DS;
    }

    public static boolean isLong(int type) {
        return type == LONG || type == LONG_RAW;
    }

    public static boolean isLob(int type) {
        return type == CLOB || type == BLOB;
    }
}
