package io.sealane.matrix;

import io.sealane.matrix.Family.Comparison;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

import static io.sealane.matrix.Families.TEXTS;
import static io.sealane.matrix.Families.with;
import static io.sealane.matrix.Literals.digits;
import static io.sealane.matrix.Literals.quote;
import static io.sealane.matrix.Literals.quoted;

/** Whole numbers, decimals and floats. */
final class NumberFamilies {
    private NumberFamilies() {}

    static List<Family> wholeNumbers() {
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
                Family.byText(
                        "int2",
                        "int2",
                        andDoubles,
                        quoted("0", "1", "-1", "999", "1000", "32767", "-32768"),
                        r -> quote(Integer.toString((short) r.nextInt()))),
                Family.byText(
                        "int4",
                        "int4",
                        andDoubles,
                        quoted("0", "42", "-999", "1000", "16777217", "2147483647", "-2147483648", "100000"),
                        r -> quote(Integer.toString(r.nextInt() >> r.nextInt(31)))),
                Family.byText(
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
                Family.byText(
                        "oid",
                        "oid",
                        List.of("NUMBER(10)", "NUMBER(5)", "VARCHAR2(20)", "CLOB"),
                        quoted("0", "1", "4294967295"),
                        r -> quote(Integer.toUnsignedString(r.nextInt()))),
                Family.byText(
                        "xid8",
                        "xid8",
                        List.of("NUMBER(20)", "VARCHAR2(20)"),
                        quoted("0", "18446744073709551615"),
                        r -> quote(Long.toUnsignedString(r.nextLong()))));
    }

    static List<Family> decimals() {
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

    static List<Family> floats() {
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
                Family.byText(
                        "float4",
                        "float4",
                        with(columns, "BINARY_FLOAT"),
                        quoted(edges),
                        r -> quote(Float.toString(Float.intBitsToFloat(r.nextInt())))),
                Family.byText(
                        "float8",
                        "float8",
                        columns,
                        quoted(Stream.concat(edges.stream(), more.stream()).toList()),
                        r -> quote(Double.toString(Double.longBitsToDouble(r.nextLong())))));
    }
}
