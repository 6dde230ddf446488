package io.sealane.matrix;

import io.sealane.matrix.Family.Comparison;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The types of PostgreSQL, and the values at their edges. */
final class Families {
    /** Statements for the types that the families need. */
    static final List<String> TYPES = List.of(
            "CREATE TYPE mood AS ENUM ('sad', 'ok', 'très heureux')",
            "CREATE DOMAIN amount AS numeric(10,2) CHECK (value > -1000000)",
            "CREATE TYPE pair AS (a int, b text)",
            "CREATE TYPE \"DATE\" AS ENUM ('2024-01-01')");

    private static final List<String> TEXTS = List.of(
            "VARCHAR2(20)",
            "VARCHAR2(4000)",
            "VARCHAR2(10 CHAR)",
            "CHAR(10)",
            "NVARCHAR2(100)",
            "NCHAR(12)",
            "CLOB",
            "NCLOB");
    private static final List<String> LONG_TEXTS =
            List.of("VARCHAR2(4000)", "VARCHAR2(400 CHAR)", "NVARCHAR2(500)", "CLOB", "NCLOB");

    private Families() {}

    static List<Family> all() {
        List<Family> all = new ArrayList<>(thatMayNotFit());
        all.addAll(others());
        return all;
    }

    static List<Family> thatMayNotFit() {
        return Stream.of(wholeNumbers(), decimals(), floats(), texts(), binaries(), moments())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Family> wholeNumbers() {
        List<String> columns = with(
                TEXTS,
                "NUMBER",
                "NUMBER(3)",
                "NUMBER(5)",
                "NUMBER(10)",
                "NUMBER(19)",
                "NUMBER(38)",
                "NUMBER(12,2)",
                "FLOAT",
                "FLOAT(20)");
        List<String> andDoubles = with(columns, "BINARY_DOUBLE");
        return List.of(
                family(
                        "int2",
                        "int2",
                        andDoubles,
                        quoted("0", "1", "-1", "999", "1000", "32767", "-32768"),
                        r -> quote(Integer.toString((short) r.nextInt()))),
                family(
                        "int4",
                        "int4",
                        andDoubles,
                        quoted("0", "42", "-999", "1000", "16777217", "2147483647", "-2147483648", "100000"),
                        r -> quote(Integer.toString(r.nextInt() >> r.nextInt(31)))),
                family(
                        "int8",
                        "int8",
                        andDoubles,
                        quoted(
                                "0",
                                "-1",
                                "9007199254740993",
                                "9223372036854775807",
                                "-9223372036854775808",
                                "9999999999",
                                "1000"),
                        r -> quote(Long.toString(r.nextLong() >> r.nextInt(63)))),
                family(
                        "oid",
                        "oid",
                        List.of("NUMBER(10)", "NUMBER(5)", "VARCHAR2(20)", "CLOB"),
                        quoted("0", "1", "4294967295"),
                        r -> quote(Integer.toUnsignedString(r.nextInt()))),
                family(
                        "xid8",
                        "xid8",
                        List.of("NUMBER(20)", "VARCHAR2(20)"),
                        quoted("0", "18446744073709551615"),
                        r -> quote(Long.toUnsignedString(r.nextLong()))));
    }

    private static List<Family> decimals() {
        List<String> columns = with(
                TEXTS,
                "NUMBER",
                "NUMBER(38)",
                "NUMBER(38,10)",
                "NUMBER(12,2)",
                "NUMBER(5,4)",
                "NUMBER(1)",
                "FLOAT",
                "FLOAT(20)");
        List<String> values = Stream.concat(
                        quoted(
                                "0",
                                "0.00",
                                "1",
                                "1.0",
                                "-1.50",
                                "0.1",
                                "0.00012",
                                "99999999.99",
                                "-99999999.994",
                                "99999999.995",
                                "12345678901234567890123456789012345678",
                                "1234567890123456789012345678901234567.8",
                                "123456789012345678901234567890123456789",
                                "0.000000000000000000000000000000000000012345",
                                "1e-120",
                                "1e-130",
                                "1e-131",
                                "1.2345e-129",
                                "1e125",
                                "9.9e125",
                                "1e126",
                                "1e200",
                                "NaN",
                                "Infinity",
                                "-Infinity",
                                "100000000000000000000",
                                "-0.000",
                                "5e-1")
                                .stream(),
                        Stream.of("('9' || repeat('8', 999))::numeric", "('0.' || repeat('7', 1000))::numeric"))
                .toList();
        Function<Random, String> random = r -> quote((r.nextBoolean() ? "-" : "")
                + digits(r, 1 + r.nextInt(30))
                + (r.nextBoolean() ? "" : "." + digits(r, 1 + r.nextInt(20))));
        return List.of(
                new Family("numeric", "numeric", Comparison.EQUAL, columns, values, random),
                new Family(
                        "numeric_12_2",
                        "numeric(12,2)",
                        Comparison.EQUAL,
                        columns,
                        quoted("0", "-0.01", "9999999999.99", "-9999999999.99", "NaN", "1"),
                        r -> quote(digits(r, 1 + r.nextInt(9)) + "." + digits(r, 2))),
                new Family(
                        "domain",
                        "amount",
                        Comparison.EQUAL,
                        List.of("NUMBER(10,2)", "VARCHAR2(20)"),
                        quoted("0.00", "99999999.99", "-999999.99"),
                        r -> quote(digits(r, 1 + r.nextInt(7)) + ".5")),
                new Family(
                        "money",
                        "money",
                        Comparison.TEXT,
                        List.of("NUMBER(19,2)", "NUMBER", "NUMBER(5,2)", "VARCHAR2(40)", "CLOB"),
                        quoted("0", "-0.01", "1234.56", "-1234567.89", "92233720368547758.07", "-92233720368547758.08"),
                        r -> quote(digits(r, 1 + r.nextInt(15)) + "." + digits(r, 2))));
    }

    private static List<Family> floats() {
        List<String> edges = List.of(
                "0",
                "-0",
                "1",
                "-1.5",
                "0.1",
                "3.4028235e38",
                "1e-45",
                "1.17549435e-38",
                "NaN",
                "Infinity",
                "-Infinity",
                "16777217",
                "1e20",
                "-123456.789");
        List<String> more = List.of(
                "1.7976931348623157e308",
                "4.9e-324",
                "2.2250738585072014e-308",
                "1e125",
                "1e126",
                "1e-130",
                "1e-131",
                "0.30000000000000004",
                "123456789012345680");
        List<String> columns = with(TEXTS, "BINARY_DOUBLE", "NUMBER", "NUMBER(12,2)", "FLOAT", "FLOAT(20)");
        return List.of(
                family(
                        "float4",
                        "float4",
                        with(columns, "BINARY_FLOAT"),
                        quoted(edges),
                        r -> quote(Float.toString(Float.intBitsToFloat(r.nextInt())))),
                family(
                        "float8",
                        "float8",
                        columns,
                        quoted(Stream.concat(edges.stream(), more.stream()).toList()),
                        r -> quote(Double.toString(Double.longBitsToDouble(r.nextLong())))));
    }

    private static List<Family> texts() {
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
                family("text", "text", TEXTS, values, random),
                family(
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
                family(
                        "name",
                        "name",
                        LONG_TEXTS,
                        quoted("", "a", "Order", "é"),
                        r -> "(" + unicode(r, r.nextInt(10)) + ")::name"),
                family(
                        "char",
                        "\"char\"",
                        TEXTS,
                        quoted("", "a", " "),
                        r -> quote(Character.toString('a' + r.nextInt(26)))),
                family(
                        "enum",
                        "mood",
                        TEXTS,
                        quoted("sad", "ok", "très heureux"),
                        r -> quote(r.nextBoolean() ? "sad" : "ok")),
                family(
                        "named_date",
                        "\"DATE\"",
                        List.of("VARCHAR2(20)", "DATE"),
                        quoted("2024-01-01"),
                        r -> quote("2024-01-01")));
    }

    private static List<Family> binaries() {
        return List.of(
                family(
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
                family(
                        "uuid",
                        "uuid",
                        with(TEXTS, "RAW(16)", "RAW(15)", "VARCHAR2(36)", "CHAR(36)"),
                        quoted(
                                "00000000-0000-0000-0000-000000000000",
                                "ffffffff-ffff-ffff-ffff-ffffffffffff",
                                "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
                        r -> "'" + new java.util.UUID(r.nextLong(), r.nextLong()) + "'"),
                family(
                        "bit8",
                        "bit(8)",
                        List.of("RAW(1)", "VARCHAR2(8)", "CHAR(8)", "CLOB"),
                        List.of("B'00000000'", "B'10000001'", "B'11111111'"),
                        r -> bits(r, 8)),
                family(
                        "varbit",
                        "varbit",
                        List.of("RAW(2)", "VARCHAR2(64)", "CLOB"),
                        List.of("B''", "B'1'", "B'0000000011111111'", "B'101010101010101010101010'"),
                        r -> bits(r, r.nextInt(40))));
    }

    private static List<Family> moments() {
        List<String> dates = List.of(
                "2024-02-29",
                "0001-01-01",
                "0001-12-31 BC",
                "4712-01-01 BC",
                "4713-01-01 BC",
                "4714-11-24 BC",
                "1582-10-04",
                "1582-10-10",
                "1582-10-15",
                "1900-02-28",
                "9999-12-31",
                "infinity",
                "-infinity");
        List<String> timestamps = List.of(
                "2024-02-29 12:34:56",
                "2024-01-01 00:00:00.000001",
                "2024-12-31 23:59:59.999999",
                "2024-12-31 23:59:59.9995",
                "2024-03-31 02:30:00",
                "1986-05-04 02:30:00",
                "0001-01-01 00:00:00 BC",
                "4713-12-31 23:59:59 BC",
                "4712-01-01 00:00:00 BC",
                "1582-10-10 00:00:00",
                "1500-03-01 00:00:00",
                "9999-12-31 23:59:59.999999",
                "10000-01-01 00:00:00",
                "294276-12-31 23:59:59.999999",
                "infinity",
                "-infinity",
                "1970-01-01 00:00:00.5");
        List<String> columns = with(LONG_TEXTS, "DATE", "TIMESTAMP(6)", "TIMESTAMP(3)", "TIMESTAMP(0)", "TIMESTAMP(9)");
        List<String> zoned = with(
                LONG_TEXTS,
                "TIMESTAMP(6) WITH TIME ZONE",
                "TIMESTAMP(0) WITH TIME ZONE",
                "TIMESTAMP(6) WITH LOCAL TIME ZONE");
        List<String> clock = List.of("00:00:00", "23:59:59.999999", "24:00:00", "12:34:56.5", "02:30:00.000001");
        return List.of(
                family(
                        "date",
                        "date",
                        columns,
                        quoted(Stream.concat(dates.stream(), Stream.of("5874897-12-31"))
                                .toList()),
                        r -> "date '2000-01-01' + " + (r.nextInt(7_000_000) - 2_400_000)),
                family("timestamp", "timestamp", columns, quoted(timestamps), Families::moment),
                family(
                        "timestamptz",
                        "timestamptz",
                        zoned,
                        quoted(timestamps.stream()
                                .map(text -> text.endsWith("y")
                                        ? text
                                        : text.endsWith(" BC") ? text.replace(" BC", "+05:30 BC") : text + "+00")
                                .toList()),
                        Families::moment),
                family(
                        "time",
                        "time",
                        with(LONG_TEXTS, "INTERVAL DAY(2) TO SECOND(6)", "INTERVAL DAY(0) TO SECOND(3)"),
                        quoted(clock),
                        r -> "time '00:00' + " + (r.nextLong() >>> 28) + " * interval '1 microsecond'"),
                family(
                        "timetz",
                        "timetz",
                        LONG_TEXTS,
                        quoted("00:00:00+00", "23:59:59.999999-15:59", "24:00:00+15:59", "08:00:00+08:05:43"),
                        r -> "(time '00:00' + " + r.nextInt() + " * interval '1 microsecond')::timetz"),
                new Family(
                        "interval",
                        "interval",
                        Comparison.EQUAL,
                        with(
                                LONG_TEXTS,
                                "INTERVAL DAY(2) TO SECOND(6)",
                                "INTERVAL DAY(9) TO SECOND(6)",
                                "INTERVAL DAY(9) TO SECOND(0)",
                                "INTERVAL YEAR(4) TO MONTH"),
                        quoted(
                                "0",
                                "1 day",
                                "24 hours",
                                "-1 day -02:03:04.000005",
                                "-1 day +02:03:04",
                                "99 days 23:59:59.999999",
                                "100 days",
                                "999999999 days",
                                "2000000000 days",
                                "1 mon",
                                "-13 mons",
                                "9999 years 11 mons",
                                "178000000 years",
                                "1 mon 1 day",
                                "00:00:00.5",
                                "-00:00:00.5"),
                        r -> r.nextBoolean()
                                ? "make_interval(months => " + (r.nextInt() >> 8) + ")"
                                : "make_interval(days => " + (r.nextInt() >> 4) + ", secs => " + r.nextInt() / 1000.0
                                        + ")"));
    }

    private static List<Family> others() {
        List<String> yes = with(List.of("NUMBER(1)", "NUMBER", "VARCHAR2(1)", "CHAR(1)", "NCHAR(1)"), "CLOB");
        return List.of(
                family("bool", "bool", yes, List.of("true", "false"), r -> Boolean.toString(r.nextBoolean())),
                family(
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
                family(
                        "jsonb",
                        "jsonb",
                        LONG_TEXTS,
                        quoted("null", "{}", "{\"b\":1, \"a\":[null,true]}", "[1.50, 1e20]", "\"😀\""),
                        r -> quote("{\"k\": [" + r.nextInt() + ", \"" + digits(r, 5) + "\"]}")),
                family(
                        "xml",
                        "xml",
                        LONG_TEXTS,
                        quoted("<a/>", "<a b=\"c\">ü &amp; 😀</a>", "text <b/> only"),
                        r -> quote("<n>" + r.nextInt() + "</n>")),
                family(
                        "int4_array",
                        "int4[]",
                        LONG_TEXTS,
                        quoted("{}", "{1,NULL,-3}", "{{1,2},{3,NULL}}", "[0:1]={1,2}"),
                        r -> "ARRAY[" + r.nextInt() + ", NULL, " + r.nextInt() + "]"),
                family(
                        "text_array",
                        "text[]",
                        LONG_TEXTS,
                        List.of("'{}'", "ARRAY['a,b', '', NULL, 'NULL', 'q\"\\ x', '王😀']", "ARRAY[['a'],['{}']]"),
                        r -> "ARRAY[" + unicode(r, 5) + ", " + unicode(r, 3) + "]"),
                family(
                        "timestamptz_array",
                        "timestamptz[]",
                        LONG_TEXTS,
                        List.of("ARRAY['2024-03-31 02:30+02', 'infinity', NULL]::timestamptz[]"),
                        r -> "ARRAY[(" + moment(r) + ")::timestamptz]"),
                family(
                        "bytea_array",
                        "bytea[]",
                        LONG_TEXTS,
                        List.of("ARRAY['\\x00ff', NULL, '\\x']::bytea[]"),
                        r -> "ARRAY['\\x" + hex(r, 4) + "']::bytea[]"),
                family(
                        "numeric_array",
                        "numeric[]",
                        LONG_TEXTS,
                        quoted("{1.50,NaN,NULL,Infinity}"),
                        r -> "ARRAY[" + digits(r, 9) + ".50]"),
                family(
                        "composite",
                        "pair",
                        LONG_TEXTS,
                        List.of("ROW(1, 'a,\"b')::pair", "ROW(NULL, NULL)::pair", "ROW(NULL, '')::pair"),
                        r -> "ROW(" + r.nextInt() + ", " + unicode(r, 4) + ")::pair"),
                family(
                        "int4range",
                        "int4range",
                        LONG_TEXTS,
                        quoted("empty", "[1,5)", "(,3]", "(,)"),
                        r -> "int4range(0, " + (r.nextInt() >>> 1) + ")"),
                family(
                        "tstzrange",
                        "tstzrange",
                        LONG_TEXTS,
                        quoted("[2024-01-01 00:00+02,infinity)", "empty"),
                        r -> "tstzrange('-infinity', (" + moment(r) + ")::timestamptz)"),
                family(
                        "multirange",
                        "nummultirange",
                        LONG_TEXTS,
                        quoted("{}", "{[1.50,2),(3,]}"),
                        r -> "nummultirange(numrange(0, " + digits(r, 4) + "))"),
                family(
                        "inet",
                        "inet",
                        TEXTS,
                        quoted("1.2.3.4", "1.2.3.0/24", "::1", "2001:db8::/32"),
                        r -> "('10.0.0.0'::inet + " + (r.nextInt() >>> 8) + ")"),
                family("cidr", "cidr", TEXTS, quoted("10.0.0.0/8", "::/0"), r -> quote(r.nextInt(256) + ".0.0.0/8")),
                family("macaddr", "macaddr", LONG_TEXTS, quoted("08:00:2b:01:02:03"), r -> quote(hex(r, 6))),
                family("macaddr8", "macaddr8", LONG_TEXTS, quoted("08:00:2b:01:02:03:04:05"), r -> quote(hex(r, 8))),
                family(
                        "point",
                        "point",
                        LONG_TEXTS,
                        quoted("(0,-0)", "(1.5,NaN)", "(Infinity,1e300)"),
                        r -> "point(" + r.nextDouble() + ", " + r.nextGaussian() + ")"),
                family("line", "line", LONG_TEXTS, quoted("{1,2,3}"), r -> "'{1," + r.nextInt() + ",3}'"),
                family(
                        "lseg",
                        "lseg",
                        LONG_TEXTS,
                        quoted("[(0,0),(1,1)]"),
                        r -> "'[(0,0),(1," + r.nextDouble() + ")]'"),
                family("box", "box", LONG_TEXTS, quoted("(2,2),(1,1)"), r -> "'(0,0),(1," + r.nextDouble() + ")'"),
                family(
                        "path",
                        "path",
                        LONG_TEXTS,
                        quoted("[(0,0),(1,1)]", "((0,0),(1,1),(2,0))"),
                        r -> "'[(0,0),(1," + r.nextDouble() + ")]'"),
                family(
                        "polygon",
                        "polygon",
                        LONG_TEXTS,
                        quoted("((0,0),(1,1),(2,0))"),
                        r -> "'((0,0),(1," + r.nextDouble() + "))'"),
                family("circle", "circle", LONG_TEXTS, quoted("<(0,0),5>"), r -> "'<(0,0)," + r.nextInt(9) + ">'"),
                family(
                        "tsvector",
                        "tsvector",
                        LONG_TEXTS,
                        quoted("a:1A fat:2,4 'x y'"),
                        r -> "to_tsvector('simple', " + unicode(r, 9) + ")"),
                family(
                        "tsquery",
                        "tsquery",
                        LONG_TEXTS,
                        quoted("fat & (rat | !cat)"),
                        r -> quote("a" + r.nextInt(9) + " & b")),
                family(
                        "pg_lsn",
                        "pg_lsn",
                        LONG_TEXTS,
                        quoted("0/0", "FFFFFFFF/FFFFFFFF"),
                        r -> quote(Integer.toHexString(r.nextInt()) + "/1")),
                family(
                        "jsonpath",
                        "jsonpath",
                        LONG_TEXTS,
                        quoted("$.a[*] ? (@ > 1)"),
                        r -> quote("$.k" + r.nextInt(99))));
    }

    private static Family family(
            String name, String type, List<String> columns, List<String> values, Function<Random, String> random) {
        return new Family(name, type, Comparison.TEXT, columns, values, random);
    }

    private static List<String> with(List<String> columns, String... more) {
        return Stream.concat(columns.stream(), Stream.of(more)).toList();
    }

    private static List<String> quoted(String... texts) {
        return quoted(List.of(texts));
    }

    private static List<String> quoted(List<String> texts) {
        return texts.stream().map(Families::quote).toList();
    }

    private static String quote(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String digits(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Integer.toString(random.nextInt(10)))
                .collect(Collectors.joining());
    }

    private static String hex(Random random, int bytes) {
        byte[] made = new byte[bytes];
        random.nextBytes(made);
        return HexFormat.of().formatHex(made);
    }

    private static String bits(Random random, int count) {
        return "B'"
                + IntStream.range(0, count)
                        .mapToObj(i -> random.nextBoolean() ? "1" : "0")
                        .collect(Collectors.joining())
                + "'";
    }

    /** Any characters but NUL, as UTF-8. */
    private static String unicode(Random random, int characters) {
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

    private static String moment(Random random) {
        return "timestamp '2000-01-01' + " + (random.nextLong() >> 6) + " * interval '1 microsecond'";
    }
}
