package io.sealane.oracle;

import java.nio.charset.StandardCharsets;

/**
 * PostgreSQL's text as Oracle's, lengths checked in the unit that the column counts in. The database character set is
 * AL32UTF8: a character is a code point and takes 1 to 4 bytes.
 */
final class Texts {
    private Texts() {}

    /** VARCHAR2 and CHAR: at most DATA_LENGTH bytes and, declared with CHAR, at most CHAR_LENGTH characters. */
    static Object inBytesOrCharacters(String text, OracleType type) throws UnfitValueException {
        // No check can fail where even four bytes a code unit would fit, which is nearly always.
        boolean byCharacter = "C".equals(type.charUsed());
        if (text.length() * 4L <= type.length() && (!byCharacter || text.length() <= type.charLength())) {
            return text;
        }
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > type.length()) {
            throw new UnfitValueException(
                    "it has " + bytes + " bytes, and " + type.dataType() + " holds " + type.length() + " bytes");
        }
        int characters = text.codePointCount(0, text.length());
        if (byCharacter && characters > type.charLength()) {
            throw new UnfitValueException("it has " + characters + " characters, and " + type.dataType() + " holds "
                    + type.charLength() + " characters");
        }
        return text;
    }

    /** NVARCHAR2 and NCHAR in AL16UTF16: a character is a UTF-16 code unit. */
    static Object inNationalUnits(String text, OracleType type) throws UnfitValueException {
        if (text.length() > type.charLength()) {
            throw new UnfitValueException("it has " + text.length() + " UTF-16 code units, and " + type.dataType()
                    + " holds " + type.charLength());
        }
        return text;
    }

    static Object unlimited(String text, OracleType type) {
        return text;
    }
}
