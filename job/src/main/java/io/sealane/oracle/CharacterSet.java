package io.sealane.oracle;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A character set of Oracle: how many bytes a text takes in it, and what it lacks. Oracle itself stores something else for
 * what it lacks, without a word.
 *
 * <p>Which of Java's tables is which of Oracle's is from their names (Database Globalization Support Guide, "Character
 * Sets"), not tested against a database. Of a set that is not known here ASCII alone is taken to be in it.
 */
final class CharacterSet {
    private static final Map<String, String> JAVA_NAMES = Map.ofEntries(
            Map.entry("US7ASCII", "US-ASCII"),
            Map.entry("WE8ISO8859P1", "ISO-8859-1"),
            Map.entry("WE8ISO8859P15", "ISO-8859-15"),
            Map.entry("WE8ISO8859P9", "ISO-8859-9"),
            Map.entry("EE8ISO8859P2", "ISO-8859-2"),
            Map.entry("CL8ISO8859P5", "ISO-8859-5"),
            Map.entry("WE8MSWIN1252", "windows-1252"),
            Map.entry("EE8MSWIN1250", "windows-1250"),
            Map.entry("CL8MSWIN1251", "windows-1251"),
            Map.entry("EL8MSWIN1253", "windows-1253"),
            Map.entry("TR8MSWIN1254", "windows-1254"),
            Map.entry("IW8MSWIN1255", "windows-1255"),
            Map.entry("AR8MSWIN1256", "windows-1256"),
            Map.entry("BLT8MSWIN1257", "windows-1257"),
            Map.entry("ZHS16GBK", "GBK"),
            Map.entry("ZHS32GB18030", "GB18030"),
            Map.entry("ZHT16BIG5", "Big5"),
            Map.entry("ZHT16MSWIN950", "x-windows-950"),
            Map.entry("JA16SJIS", "windows-31j"),
            Map.entry("JA16SJISTILDE", "windows-31j"),
            Map.entry("JA16EUC", "EUC-JP"),
            Map.entry("KO16MSWIN949", "x-windows-949"),
            Map.entry("KO16KSC5601", "EUC-KR"));

    private static final Map<String, CharacterSet> BY_NAME = new ConcurrentHashMap<>();

    private enum Width {
        UTF_8,
        /** UTF-8 with a supplementary character as two surrogates of three bytes each. */
        CESU_8,
        UTF_16,
        TABLE
    }

    private final String name;
    private final Width width;
    private final @Nullable Charset table;

    private CharacterSet(String name) {
        this.name = name;
        this.width = switch (name) {
            case "AL32UTF8" -> Width.UTF_8;
            case "UTF8", "UTFE" -> Width.CESU_8;
            case "AL16UTF16" -> Width.UTF_16;
            default -> Width.TABLE;
        };
        this.table = width == Width.TABLE ? table(name) : null;
    }

    static CharacterSet of(String name) {
        // Once a value: looked up without the lock that computeIfAbsent may take.
        CharacterSet known = BY_NAME.get(name);
        return known != null ? known : BY_NAME.computeIfAbsent(name, CharacterSet::new);
    }

    private static Charset table(String name) {
        String java = JAVA_NAMES.get(name);
        return java != null && Charset.isSupported(java) ? Charset.forName(java) : StandardCharsets.US_ASCII;
    }

    /** The text as the set has it: refused, or with question marks, where it lacks a character. */
    String mapped(String text, Misfits misfits) throws UnfitValueException {
        if (table == null || encoder(table).canEncode(text)) {
            return text;
        }
        misfits.unmappable(name);
        CharsetEncoder encoder = encoder(table);
        StringBuilder replaced = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            String character = Character.toString(point);
            replaced.append(encoder.canEncode(character) ? character : "?");
        });
        return replaced.toString();
    }

    /** Bytes of a text that it has. */
    long bytes(String text) {
        if (table != null) {
            return tableBytes(text, table);
        }
        if (width == Width.UTF_16) {
            return 2L * text.length();
        }
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit < 0x80) {
                bytes += 1;
            } else if (unit < 0x800) {
                bytes += 2;
            } else {
                // Each of the two surrogates of a supplementary character; UTF-8 needs four bytes for both.
                bytes += width == Width.UTF_8 && Character.isSurrogate(unit) ? 2 : 3;
            }
        }
        return bytes;
    }

    private static long tableBytes(String text, Charset table) {
        try {
            return encoder(table).encode(CharBuffer.wrap(text)).remaining();
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("BUG: the text was not mapped before it was measured", e);
        }
    }

    private static CharsetEncoder encoder(Charset table) {
        return table.newEncoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }
}
