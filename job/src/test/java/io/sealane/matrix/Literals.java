package io.sealane.matrix;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Values as SQL expressions, given and random. */
final class Literals {
    private Literals() {}

    static List<String> quoted(String... texts) {
        return quoted(List.of(texts));
    }

    static List<String> quoted(List<String> texts) {
        return texts.stream().map(Literals::quote).toList();
    }

    static String quote(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    static String digits(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Integer.toString(random.nextInt(10)))
                .collect(Collectors.joining());
    }

    static String hex(Random random, int bytes) {
        byte[] made = new byte[bytes];
        random.nextBytes(made);
        return HexFormat.of().formatHex(made);
    }

    static String bits(Random random, int count) {
        return "B'"
                + IntStream.range(0, count)
                        .mapToObj(i -> random.nextBoolean() ? "1" : "0")
                        .collect(Collectors.joining())
                + "'";
    }

    /** Any characters but NUL, as UTF-8. */
    static String unicode(Random random, int characters) {
        StringBuilder text = new StringBuilder();
        while (text.codePointCount(0, text.length()) < characters) {
            int point = 1 + random.nextInt(random.nextBoolean() ? 0x7E : 0x10FFFE);
            if (Character.isDefined(point) && (point < 0xD800 || point > 0xDFFF)) {
                text.appendCodePoint(point);
            }
        }
        String hex = HexFormat.of().formatHex(text.toString().getBytes(StandardCharsets.UTF_8));
        return "convert_from('\\x" + hex + "', 'UTF8')";
    }

    static String moment(Random random) {
        return "timestamp '2000-01-01' + " + (random.nextLong() >> 6) + " * interval '1 microsecond'";
    }
}
