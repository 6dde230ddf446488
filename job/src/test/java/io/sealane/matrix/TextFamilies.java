package io.sealane.matrix;

import io.sealane.matrix.Family.Comparison;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

import static io.sealane.matrix.Families.LONG_TEXTS;
import static io.sealane.matrix.Families.TEXTS;
import static io.sealane.matrix.Families.with;
import static io.sealane.matrix.Literals.bits;
import static io.sealane.matrix.Literals.hex;
import static io.sealane.matrix.Literals.quote;
import static io.sealane.matrix.Literals.quoted;
import static io.sealane.matrix.Literals.unicode;

/** Texts, names, enums; bytes, uuids and bits. */
final class TextFamilies {
    private TextFamilies() {}

    static List<Family> texts() {
        List<String> values = Stream.concat(
                        quoted(
                                "",
                                " ",
                                "a",
                                "ab ",
                                "  x",
                                "exactly 10",
                                "eleven char",
                                "O'Neil \"q\" \\n",
                                "naïve",
                                "王小明王小明王小明",
                                "😀😀😀😀😀",
                                "𝒳é€ß",
                                "tab\tnew\nline",
                                "\u202eright",
                                "é (combining)",
                                "null",
                                "NULL",
                                "20 bytes ééééé",
                                "$1 ? :x")
                                .stream(),
                        Stream.of(
                                "repeat('x', 4000)",
                                "repeat('x', 4001)",
                                "repeat('é', 2000)",
                                "repeat('é', 2001)",
                                "repeat('😀', 1000)",
                                "repeat('y', 32766)",
                                "repeat('y', 32767)",
                                "repeat('王', 20000)",
                                "repeat('long 😀', 20000)"))
                .toList();
        Function<Random, String> random = r -> unicode(r, r.nextInt(25));
        return List.of(
                Family.byText("text", "text", TEXTS, values, random),
                Family.byText(
                        "varchar",
                        "varchar(20)",
                        TEXTS,
                        values.subList(0, 18),
                        r -> "(" + unicode(r, r.nextInt(20)) + ")"),
                new Family(
                        "bpchar",
                        "char(10)",
                        Comparison.EQUAL,
                        TEXTS,
                        quoted("", "a", "ab ", "exactly 10", "王小明", "😀"),
                        r -> unicode(r, r.nextInt(10))),
                Family.byText(
                        "name",
                        "name",
                        LONG_TEXTS,
                        quoted("", "a", "Order", "é"),
                        r -> "(" + unicode(r, r.nextInt(10)) + ")::name"),
                Family.byText(
                        "char",
                        "\"char\"",
                        TEXTS,
                        quoted("", "a", " "),
                        r -> quote(Character.toString('a' + r.nextInt(26)))),
                Family.byText(
                        "enum",
                        "mood",
                        TEXTS,
                        quoted("sad", "ok", "très heureux"),
                        r -> quote(r.nextBoolean() ? "sad" : "ok")),
                Family.byText(
                        "named_date",
                        "\"DATE\"",
                        List.of("VARCHAR2(20)", "DATE"),
                        quoted("2024-01-01"),
                        r -> quote("2024-01-01")));
    }

    static List<Family> binaries() {
        return List.of(
                Family.byText(
                        "bytea",
                        "bytea",
                        List.of("RAW(4)", "RAW(2000)", "BLOB"),
                        List.of(
                                "'\\x'",
                                "'\\x00'",
                                "'\\x00ff10'",
                                "'\\xdeadbeef'",
                                "'\\xdeadbeef00'",
                                "decode(repeat('ab', 2000), 'hex')",
                                "decode(repeat('ab', 2001), 'hex')",
                                "decode(repeat('cd', 32767), 'hex')",
                                "decode(repeat('0f', 100000), 'hex')"),
                        r -> quote("\\x" + hex(r, r.nextInt(40)))),
                Family.byText(
                        "uuid",
                        "uuid",
                        with(TEXTS, "RAW(16)", "RAW(15)", "VARCHAR2(36)", "CHAR(36)"),
                        quoted(
                                "00000000-0000-0000-0000-000000000000",
                                "ffffffff-ffff-ffff-ffff-ffffffffffff",
                                "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
                        r -> "'" + new java.util.UUID(r.nextLong(), r.nextLong()) + "'"),
                Family.byText(
                        "bit8",
                        "bit(8)",
                        List.of("RAW(1)", "VARCHAR2(8)", "CHAR(8)", "CLOB"),
                        List.of("B'00000000'", "B'10000001'", "B'11111111'"),
                        r -> bits(r, 8)),
                Family.byText(
                        "varbit",
                        "varbit",
                        List.of("RAW(2)", "VARCHAR2(64)", "CLOB"),
                        List.of("B''", "B'1'", "B'0000000011111111'", "B'101010101010101010101010'"),
                        r -> bits(r, r.nextInt(40))));
    }
}
