package io.sealane.standin.session;

import io.sealane.standin.value.WireType;
import io.sealane.standin.wire.WireReader;
import java.io.IOException;

/**
 * How the client sends one bind variable, or wants one column of a query sent.
 *
 * @param wantsLobLength whether the length of a LOB goes ahead of its locator
 */
record BindDescription(int type, int maxBytes, boolean national, boolean wantsLobLength) {
    /** TNS_LOB_PREFETCH_FLAG of node-oracledb thin, lib/thin/protocol/constants.js. */
    private static final int LOB_PREFETCH = 0x2000000;

    private static final int NATIONAL_FORM = 2;
    private static final int LARGEST_EARLY_VALUE = 4000;

    static BindDescription read(WireReader in) throws IOException {
        int type = in.u1();
        in.skip(2);
        if (WireType.hasWideScale(type)) {
            in.integer();
        } else {
            in.u1();
        }
        int maxBytes = in.int4();
        in.integer();
        boolean wantsLobLength = (in.integer() & LOB_PREFETCH) != 0;
        in.sizedValue();
        in.skipIntegers(2);
        int form = in.u1();
        in.skipIntegers(2);
        return new BindDescription(type, maxBytes, form == NATIONAL_FORM, wantsLobLength);
    }

    /** Values that may be long come after all others within a row, except in PL/SQL blocks. */
    boolean comesLate() {
        return WireType.isLong(type) || maxBytes > LARGEST_EARLY_VALUE;
    }

    /** The type to cast a bare bind to where H2 cannot tell it from the statement. */
    String h2Type() {
        return switch (type) {
            case WireType.NUMBER, WireType.VARNUM, WireType.INTEGER -> "DECFLOAT(40)";
            case WireType.DATE -> "TIMESTAMP(0)";
            case WireType.TIMESTAMP -> "TIMESTAMP(9)";
            case WireType.TIMESTAMP_TZ, WireType.TIMESTAMP_LTZ -> "TIMESTAMP(9) WITH TIME ZONE";
            case WireType.RAW -> "VARBINARY";
            case WireType.BINARY_FLOAT -> "REAL";
            case WireType.BINARY_DOUBLE -> "DOUBLE PRECISION";
            case WireType.CLOB, WireType.LONG -> "CLOB";
            case WireType.BLOB, WireType.LONG_RAW -> "BLOB";
            case WireType.BOOLEAN -> "BOOLEAN";
            case WireType.INTERVAL_DS -> "INTERVAL DAY(18) TO SECOND(9)";
            case WireType.INTERVAL_YM -> "INTERVAL YEAR(18) TO MONTH";
            default -> "VARCHAR";
        };
    }
}
