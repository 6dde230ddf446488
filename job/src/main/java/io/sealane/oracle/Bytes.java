package io.sealane.oracle;

import java.util.HexFormat;

/** PostgreSQL's bytea in its hexadecimal form, {@code \x0AFF}. */
final class Bytes {
    private static final HexFormat HEX = HexFormat.of();

    private Bytes() {}

    static Object inRaw(String text, OracleType type) throws UnfitValueException {
        int length = (text.length() - 2) / 2;
        if (length > type.length()) {
            throw new UnfitValueException("it has " + length + " bytes, and RAW holds " + type.length());
        }
        return inBlob(text, type);
    }

    static Object inBlob(String text, OracleType type) {
        return HEX.parseHex(text, 2, text.length());
    }
}
