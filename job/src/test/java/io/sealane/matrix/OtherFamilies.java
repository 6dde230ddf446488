package io.sealane.matrix;

import java.util.List;

import static io.sealane.matrix.Families.LONG_TEXTS;
import static io.sealane.matrix.Families.TEXTS;
import static io.sealane.matrix.Families.with;
import static io.sealane.matrix.Literals.digits;
import static io.sealane.matrix.Literals.hex;
import static io.sealane.matrix.Literals.moment;
import static io.sealane.matrix.Literals.quote;
import static io.sealane.matrix.Literals.quoted;
import static io.sealane.matrix.Literals.unicode;

/** Everything whose text alone is stored. */
final class OtherFamilies {
    private OtherFamilies() {}

    static List<Family> others() {
        List<String> yes = with(List.of("NUMBER(1)", "NUMBER", "VARCHAR2(1)", "CHAR(1)", "NCHAR(1)"), "CLOB");
        return List.of(
                Family.byText("bool", "bool", yes, List.of("true", "false"), r -> Boolean.toString(r.nextBoolean())),
                Family.byText(
                        "json",
                        "json",
                        LONG_TEXTS,
                        quoted(
                                "null",
                                "{}",
                                "{\"a\" :  1,\"a\":2}",
                                "[1.50, 1e400]",
                                "\"\\u0000 😀\"",
                                "{\"b\":1, \"a\":[null,true]}"),
                        r -> quote("{\"k\": [" + r.nextInt() + ", \"" + digits(r, 5) + "\"]}")),
                Family.byText(
                        "jsonb",
                        "jsonb",
                        LONG_TEXTS,
                        quoted("null", "{}", "{\"b\":1, \"a\":[null,true]}", "[1.50, 1e20]", "\"😀\""),
                        r -> quote("{\"k\": [" + r.nextInt() + ", \"" + digits(r, 5) + "\"]}")),
                Family.byText(
                        "xml",
                        "xml",
                        LONG_TEXTS,
                        quoted("<a/>", "<a b=\"c\">ü &amp; 😀</a>", "text <b/> only"),
                        r -> quote("<n>" + r.nextInt() + "</n>")),
                Family.byText(
                        "citext", "citext", TEXTS, quoted("Straße", "a'b\\", "王😀"), r -> unicode(r, 2) + "::citext"),
                Family.byText(
                        "hstore",
                        "hstore",
                        LONG_TEXTS,
                        quoted("", "\"a\"=>\"1\", \"b c\"=>NULL", "\"ü\"=>\"\\\"q\\\"\""),
                        r -> quote("\"k\"=>\"" + r.nextInt() + "\"")),
                Family.byText(
                        "int4_array",
                        "int4[]",
                        LONG_TEXTS,
                        quoted("{}", "{1,NULL,-3}", "{{1,2},{3,NULL}}", "[0:1]={1,2}"),
                        r -> "ARRAY[" + r.nextInt() + ", NULL, " + r.nextInt() + "]"),
                Family.byText(
                        "text_array",
                        "text[]",
                        LONG_TEXTS,
                        List.of("'{}'", "ARRAY['a,b', '', NULL, 'NULL', 'q\"\\ x', '王😀']", "ARRAY[['a'],['{}']]"),
                        r -> "ARRAY[" + unicode(r, 5) + ", " + unicode(r, 3) + "]"),
                Family.byText(
                        "timestamptz_array",
                        "timestamptz[]",
                        LONG_TEXTS,
                        List.of("ARRAY['2024-03-31 02:30+02', 'infinity', NULL]::timestamptz[]"),
                        r -> "ARRAY[(" + moment(r) + ")::timestamptz]"),
                Family.byText(
                        "bytea_array",
                        "bytea[]",
                        LONG_TEXTS,
                        List.of("ARRAY['\\x00ff', NULL, '\\x']::bytea[]"),
                        r -> "ARRAY['\\x" + hex(r, 4) + "']::bytea[]"),
                Family.byText(
                        "numeric_array",
                        "numeric[]",
                        LONG_TEXTS,
                        quoted("{1.50,NaN,NULL,Infinity}"),
                        r -> "ARRAY[" + digits(r, 9) + ".50]"),
                Family.byText(
                        "composite",
                        "pair",
                        LONG_TEXTS,
                        List.of("ROW(1, 'a,\"b')::pair", "ROW(NULL, NULL)::pair", "ROW(NULL, '')::pair"),
                        r -> "ROW(" + r.nextInt() + ", " + unicode(r, 4) + ")::pair"),
                Family.byText(
                        "int4range",
                        "int4range",
                        LONG_TEXTS,
                        quoted("empty", "[1,5)", "(,3]", "(,)"),
                        r -> "int4range(0, " + (r.nextInt() >>> 1) + ")"),
                Family.byText(
                        "tstzrange",
                        "tstzrange",
                        LONG_TEXTS,
                        quoted("[2024-01-01 00:00+02,infinity)", "empty"),
                        r -> "tstzrange('-infinity', (" + moment(r) + ")::timestamptz)"),
                Family.byText(
                        "multirange",
                        "nummultirange",
                        LONG_TEXTS,
                        quoted("{}", "{[1.50,2),(3,]}"),
                        r -> "nummultirange(numrange(0, " + digits(r, 4) + "))"),
                Family.byText(
                        "inet",
                        "inet",
                        TEXTS,
                        quoted("1.2.3.4", "1.2.3.0/24", "::1", "2001:db8::/32"),
                        r -> "('10.0.0.0'::inet + " + (r.nextInt() >>> 8) + ")"),
                Family.byText(
                        "cidr", "cidr", TEXTS, quoted("10.0.0.0/8", "::/0"), r -> quote(r.nextInt(256) + ".0.0.0/8")),
                Family.byText("macaddr", "macaddr", LONG_TEXTS, quoted("08:00:2b:01:02:03"), r -> quote(hex(r, 6))),
                Family.byText(
                        "macaddr8", "macaddr8", LONG_TEXTS, quoted("08:00:2b:01:02:03:04:05"), r -> quote(hex(r, 8))),
                Family.byText(
                        "point",
                        "point",
                        LONG_TEXTS,
                        quoted("(0,-0)", "(1.5,NaN)", "(Infinity,1e300)"),
                        r -> "point(" + r.nextDouble() + ", " + r.nextGaussian() + ")"),
                Family.byText("line", "line", LONG_TEXTS, quoted("{1,2,3}"), r -> "'{1," + r.nextInt() + ",3}'"),
                Family.byText(
                        "lseg",
                        "lseg",
                        LONG_TEXTS,
                        quoted("[(0,0),(1,1)]"),
                        r -> "'[(0,0),(1," + r.nextDouble() + ")]'"),
                Family.byText(
                        "box", "box", LONG_TEXTS, quoted("(2,2),(1,1)"), r -> "'(0,0),(1," + r.nextDouble() + ")'"),
                Family.byText(
                        "path",
                        "path",
                        LONG_TEXTS,
                        quoted("[(0,0),(1,1)]", "((0,0),(1,1),(2,0))"),
                        r -> "'[(0,0),(1," + r.nextDouble() + ")]'"),
                Family.byText(
                        "polygon",
                        "polygon",
                        LONG_TEXTS,
                        quoted("((0,0),(1,1),(2,0))"),
                        r -> "'((0,0),(1," + r.nextDouble() + "))'"),
                Family.byText(
                        "circle", "circle", LONG_TEXTS, quoted("<(0,0),5>"), r -> "'<(0,0)," + r.nextInt(9) + ">'"),
                Family.byText(
                        "tsvector",
                        "tsvector",
                        LONG_TEXTS,
                        quoted("a:1A fat:2,4 'x y'"),
                        r -> "to_tsvector('simple', " + unicode(r, 9) + ")"),
                Family.byText(
                        "tsquery",
                        "tsquery",
                        LONG_TEXTS,
                        quoted("fat & (rat | !cat)"),
                        r -> quote("a" + r.nextInt(9) + " & b")),
                Family.byText(
                        "pg_lsn",
                        "pg_lsn",
                        LONG_TEXTS,
                        quoted("0/0", "FFFFFFFF/FFFFFFFF"),
                        r -> quote(Integer.toHexString(r.nextInt()) + "/1")),
                Family.byText(
                        "jsonpath",
                        "jsonpath",
                        LONG_TEXTS,
                        quoted("$.a[*] ? (@ > 1)"),
                        r -> quote("$.k" + r.nextInt(99))));
    }
}
