package io.sealane.oracle;

import org.jspecify.annotations.Nullable;

/** PostgreSQL's text as Oracle's, lengths checked in the unit that the column counts in. */
final class Texts {
    /** Bytes of a character in the widest of Oracle's sets. */
    private static final int MOST_BYTES = 4;

    private Texts() {}

    /** VARCHAR2: at most DATA_LENGTH bytes and, declared with CHAR, at most CHAR_LENGTH characters. */
    static @Nullable Object inBytesOrCharacters(String text, OracleType type, Misfits misfits)
            throws UnfitValueException {
        String kept = text.isEmpty() ? misfits.empty(emptyIn(type)) : text;
        return kept == null ? null : inBytesOrCharactersOf(kept, type, misfits);
    }

    /** NVARCHAR2: at most CHAR_LENGTH code units of UTF-16, or characters where the national set is UTF8. */
    static @Nullable Object inNationalUnits(String text, OracleType type, Misfits misfits) throws UnfitValueException {
        String kept = text.isEmpty() ? misfits.empty(emptyIn(type)) : text;
        return kept == null ? null : inNationalUnitsOf(kept, type, misfits);
    }

    /** CHAR. What it cannot tell from its padding is refused. */
    static @Nullable Object inPaddedCharacters(String text, OracleType type, Misfits misfits)
            throws UnfitValueException {
        checkEnd(text, type);
        return inBytesOrCharacters(text, type, misfits);
    }

    /** NCHAR, filled up with blanks here: compared with anything shorter a NCHAR is found by no key. */
    static @Nullable Object inPaddedNationalUnits(String text, OracleType type, Misfits misfits)
            throws UnfitValueException {
        checkEnd(text, type);
        Object kept = inNationalUnits(text, type, misfits);
        return kept == null ? null : padded((String) kept, type);
    }

    /** A PostgreSQL char(n), whose blanks at the end are padding there too. */
    static @Nullable Object blankPadded(String text, OracleType type, Misfits misfits) throws UnfitValueException {
        return inBytesOrCharactersOf(withoutPadding(text), type, misfits);
    }

    static @Nullable Object nationalBlankPadded(String text, OracleType type, Misfits misfits)
            throws UnfitValueException {
        return padded(inNationalUnitsOf(withoutPadding(text), type, misfits), type);
    }

    /** CLOB and NCLOB, which tell an empty text from NULL. */
    static String unlimited(String text, OracleType type, Misfits misfits) throws UnfitValueException {
        return CharacterSet.of(type.characterSet()).mapped(text, misfits);
    }

    private static String inBytesOrCharactersOf(String text, OracleType type, Misfits misfits)
            throws UnfitValueException {
        boolean byCharacter = "C".equals(type.charUsed());
        CharacterSet set = CharacterSet.of(type.characterSet());
        String mapped = set.mapped(text, misfits);
        // No check can fail where even four bytes a code unit would fit, which is nearly always.
        if (mapped.length() * (long) MOST_BYTES <= type.length()
                && (!byCharacter || mapped.length() <= type.charLength())) {
            return mapped;
        }
        long bytes = set.bytes(mapped);
        int characters = mapped.codePointCount(0, mapped.length());
        if (bytes > type.length()) {
            misfits.tooLong(
                    "it has " + bytes + " bytes, and " + type.dataType() + " holds " + type.length() + " bytes");
        } else if (byCharacter && characters > type.charLength()) {
            misfits.tooLong("it has " + characters + " characters, and " + type.dataType() + " holds "
                    + type.charLength() + " characters");
        } else {
            return mapped;
        }
        return cut(
                mapped,
                part -> set.bytes(part) <= type.length()
                        && (!byCharacter || part.codePointCount(0, part.length()) <= type.charLength()));
    }

    private static String inNationalUnitsOf(String text, OracleType type, Misfits misfits) throws UnfitValueException {
        boolean inUtf16 = type.characterSet().equals("AL16UTF16");
        int length = inUtf16 ? text.length() : text.codePointCount(0, text.length());
        CharacterSet set = CharacterSet.of(type.characterSet());
        if (length <= type.charLength() && (inUtf16 || set.bytes(text) <= type.length())) {
            return text;
        }
        misfits.tooLong("it has " + length + (inUtf16 ? " UTF-16 code units" : " characters") + ", and "
                + type.dataType() + " holds " + type.charLength());
        return cut(
                text,
                part -> (inUtf16 ? part.length() : part.codePointCount(0, part.length())) <= type.charLength()
                        && (inUtf16 || set.bytes(part) <= type.length()));
    }

    private interface Fit {
        boolean holds(String part);
    }

    /** The longest beginning that fits, no character cut through. */
    private static String cut(String text, Fit fit) {
        int fits = 0;
        int fails = text.length();
        while (fits + 1 < fails) {
            int middle = (fits + fails) >>> 1;
            if (fit.holds(text.substring(0, middle))) {
                fits = middle;
            } else {
                fails = middle;
            }
        }
        boolean through = fits > 0 && Character.isHighSurrogate(text.charAt(fits - 1));
        return text.substring(0, through ? fits - 1 : fits);
    }

    private static void checkEnd(String text, OracleType type) throws UnfitValueException {
        if (text.endsWith(" ")) {
            throw new UnfitValueException(
                    "it ends in blanks, which " + type.dataType() + " does not tell from its padding");
        }
    }

    private static String padded(String text, OracleType type) {
        return text + " ".repeat(Math.max(0, type.charLength() - text.length()));
    }

    /** At least one blank, for an empty one would be NULL. */
    private static String withoutPadding(String text) {
        String kept = KeyForm.BLANK_PADDED.of(text);
        return kept.isEmpty() ? " " : kept;
    }

    private static String emptyIn(OracleType type) {
        return "it is empty, which Oracle takes for NULL in a " + type.dataType();
    }
}
