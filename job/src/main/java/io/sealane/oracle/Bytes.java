package io.sealane.oracle;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's binary values: bytea in its hexadecimal form, {@code \x0AFF}, uuid, and bit strings of whole bytes. */
final class Bytes {
    private static final HexFormat HEX = HexFormat.of();
    private static final int UUID_BYTES = 16;

    private Bytes() {}

    static byte @Nullable [] inRaw(String text, OracleType type, Misfits misfits) throws UnfitValueException {
        int length = (text.length() - 2) / 2;
        if (length == 0) {
            misfits.emptyBinary("it is empty, which Oracle takes for NULL in a RAW");
            return null;
        }
        if (length > type.length()) {
            misfits.tooLong("it has " + length + " bytes, and RAW holds " + type.length());
            return HEX.parseHex(text, 2, 2 + 2 * type.length());
        }
        return inBlob(text, type, misfits);
    }

    static byte[] inBlob(String text, OracleType type, Misfits misfits) {
        return HEX.parseHex(text, 2, text.length());
    }

    static byte[] uuid(String text, OracleType type, Misfits misfits) throws UnfitValueException {
        checkLength(UUID_BYTES, type);
        return HEX.parseHex(text.replace("-", ""));
    }

    /** The first bit is the first byte's highest. */
    static byte @Nullable [] bits(String text, OracleType type, Misfits misfits) throws UnfitValueException {
        if (text.isEmpty()) {
            misfits.emptyBinary("it is empty, which Oracle takes for NULL in a RAW");
            return null;
        }
        if (text.length() % Byte.SIZE != 0) {
            throw new UnfitValueException(
                    "it has " + text.length() + " bits, and RAW holds whole bytes, so their number would be lost");
        }
        checkLength(text.length() / Byte.SIZE, type);
        byte[] bytes = new byte[text.length() / Byte.SIZE];
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '1') {
                bytes[i / Byte.SIZE] |= (byte) (0x80 >>> i % Byte.SIZE);
            }
        }
        return bytes;
    }

    private static void checkLength(int bytes, OracleType type) throws UnfitValueException {
        if (bytes > type.length()) {
            throw new UnfitValueException("it has " + bytes + " bytes, and RAW holds " + type.length());
        }
    }
}
