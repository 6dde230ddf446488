package io.sealane.oracle;

import io.sealane.model.SourceColumn;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** One line a case: PostgreSQL's type and text, Oracle's type, and what is bound or why not. */
class TypePairsTest {
    /** May stand in a message. */
    private static final Set<String> NO_SECRETS = Set.of("", "NaN", "-0");

    private static final String UUID = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11";

    static Stream<Arguments> stored() {
        return Stream.of(
                stored("int2", "-32768", number(5, 0), -32768L),
                stored("int4", "2147483647", number(10, 0), 2147483647L),
                stored("int8", "-9223372036854775808", number(19, 0), Long.MIN_VALUE),
                stored("int8", "9223372036854775807", number(null, null), Long.MAX_VALUE),
                stored("int8", "1200", number(3, -2), new BigDecimal(1200)),
                stored("oid", "4294967295", number(10, 0), 4294967295L),
                stored("numeric", "12.50", number(4, 2), new BigDecimal("12.50")),
                stored("numeric", "12.5000", number(4, 2), new BigDecimal("12.5000")),
                stored("numeric", "-0.001", number(2, 3), new BigDecimal("-0.001")),
                stored("numeric", "0.00", number(1, 0), 0L),
                stored("numeric", "42", number(2, 0), 42L),
                stored(
                        "numeric",
                        "99999999999999999999999999999999999999",
                        number(null, null),
                        new BigDecimal("99999999999999999999999999999999999999")),
                stored("numeric", "1" + "0".repeat(125), number(null, null), new BigDecimal("1E125")),
                stored("numeric", "0." + "0".repeat(129) + "1", number(null, null), new BigDecimal("1E-130")),
                stored("numeric", "1.5", type("FLOAT", 22, 0, null, 126, null), new BigDecimal("1.5")),
                stored("int4", "120", type("FLOAT", 22, 0, null, 5, null), new BigDecimal("120")),
                stored("numeric", "NaN", varchar(10, "B"), "NaN"),
                stored("float4", "0.1", type("BINARY_FLOAT", 4, 0, null, null, null), 0.1f),
                stored("float4", "0.1", type("BINARY_DOUBLE", 8, 0, null, null, null), (double) 0.1f),
                stored("float8", "-Infinity", type("BINARY_DOUBLE", 8, 0, null, null, null), Double.NEGATIVE_INFINITY),
                stored("float8", "NaN", type("BINARY_DOUBLE", 8, 0, null, null, null), Double.NaN),
                stored("float8", "5e-324", type("BINARY_DOUBLE", 8, 0, null, null, null), Double.MIN_VALUE),
                stored("bool", "t", number(1, 0), 1L),
                stored("bool", "f", number(1, 0), 0L),
                stored("bool", "f", type("CHAR", 1, 1, "B", null, null), "f"),
                stored("text", "naïve", varchar(6, "B"), "naïve"),
                stored("text", "😀😀", varchar(8, "C", 2), "😀😀"),
                stored("text", "", type("CLOB", 4000, 0, null, null, null), ""),
                stored("bpchar", "ab ", type("CHAR", 3, 3, "B", null, null), "ab"),
                stored("bpchar", "   ", type("CHAR", 3, 3, "B", null, null), " "),
                stored("bpchar", "ab   ", type("NCHAR", 8, 4, "C", null, null), "ab  "),
                stored("numeric", "1.2345" + "E-129", number(null, null), new BigDecimal("1.2345E-129")),
                stored("float8", "1e+20", number(null, null), new BigDecimal("1E+20")),
                stored("float8", "0.1", number(null, null), new BigDecimal("0.1")),
                stored("money", "-$1,234.56", number(19, 2), new BigDecimal("-1234.56")),
                stored("int8", "9007199254740992", type("BINARY_DOUBLE", 8, 0, null, null, null), 0x1p53),
                stored("bool", "t", type("BOOLEAN", 1, 0, null, null, null), true),
                stored("time", "24:00:00", dayToSecond(1, 6), Duration.ofHours(24)),
                stored(
                        "time",
                        "23:59:59.999999",
                        dayToSecond(0, 6),
                        Duration.ofDays(1).minusNanos(1_000)),
                stored("interval", "P-1DT-2H3.5S", dayToSecond(2, 6), Duration.parse("PT-26H3.5S")),
                stored("interval", "P1Y-2M", yearToMonth(2), Period.ofMonths(10)),
                stored("interval", "PT0S", yearToMonth(2), Period.ofMonths(0)),
                stored("json", "{\"a\": [1, 2.50]}", type("JSON", 8000, 0, null, null, null), "{\"a\": [1, 2.50]}"),
                stored("timestamptz", "infinity", varchar(30, "B"), "infinity"),
                stored("text", "ß", inSet("VARCHAR2", 1, "WE8MSWIN1252"), "ß"),
                stored("text", "€", inSet("VARCHAR2", 2, "ZHS16GBK"), "€"),
                stored("text", "😀", type("NVARCHAR2", 4, 2, "C", null, null), "😀"),
                stored("_int4", "{1,2}", varchar(10, "B"), "{1,2}"),
                stored("mood", "happy", type("NCLOB", 4000, 0, null, null, null), "happy"),
                stored("time", "24:00:00", varchar(15, "B"), "24:00:00"),
                stored("date", "2024-02-29", type("DATE", 7, 0, null, null, null), LocalDateTime.of(2024, 2, 29, 0, 0)),
                stored(
                        "date",
                        "4712-01-01 BC",
                        type("TIMESTAMP(0)", 7, 0, null, null, 0),
                        LocalDateTime.of(-4711, 1, 1, 0, 0)),
                stored(
                        "timestamp",
                        "0001-12-31 23:59:59.999999 BC",
                        type("TIMESTAMP(6)", 11, 0, null, null, 6),
                        LocalDateTime.of(0, 12, 31, 23, 59, 59, 999_999_000)),
                stored(
                        "timestamp",
                        "9999-12-31 23:59:59",
                        type("DATE", 7, 0, null, null, null),
                        LocalDateTime.of(9999, 12, 31, 23, 59, 59)),
                stored(
                        "timestamp",
                        "2024-01-01 00:00:00.1",
                        type("TIMESTAMP(1)", 11, 0, null, null, 1),
                        LocalDateTime.of(2024, 1, 1, 0, 0, 0, 100_000_000)),
                stored(
                        "timestamptz",
                        "2024-06-01 10:00:00.000001+00",
                        type("TIMESTAMP(6) WITH TIME ZONE", 13, 0, null, null, 6),
                        OffsetDateTime.of(2024, 6, 1, 10, 0, 0, 1_000, ZoneOffset.UTC)),
                stored(
                        "timestamptz",
                        "2024-06-01 10:00:00+05:30",
                        type("TIMESTAMP(6) WITH TIME ZONE", 13, 0, null, null, 6),
                        OffsetDateTime.of(2024, 6, 1, 4, 30, 0, 0, ZoneOffset.UTC)));
    }

    @ParameterizedTest
    @MethodSource("stored")
    void valueIsStoredAsItself(String source, String text, OracleType target, @Nullable Object bound) throws Exception {
        TypePair pair = TypePairs.find(column(source), target).orElseThrow();

        assertThat(pair.read(text, nullable(target), used -> {})).isEqualTo(bound);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                stored("int4", "1000", number(3, 0), "4 digits before the decimal point, and NUMBER(3,0) holds 3"),
                stored("int8", "100000000000", number(10, 0), "12 digits before"),
                stored("int4", "1250", number(3, -2), "-1 digits after the decimal point, and NUMBER(3,-2) holds -2"),
                stored("int4", "10", number(2, 1), "2 digits before the decimal point, and NUMBER(2,1) holds 1"),
                stored("numeric", "1.005", number(12, 2), "3 digits after the decimal point, and NUMBER(12,2) holds 2"),
                stored("numeric", "0.5", number(null, 0), "NUMBER(*,0) holds 0"),
                stored("numeric", "1.1", number(38, 0), "NUMBER(38,0) holds 0"),
                stored("numeric", "0.01", number(1, 3), "NUMBER(1,3) holds -2"),
                stored("numeric", "9".repeat(39), number(null, null), "39 significant digits, and NUMBER holds 38"),
                stored("numeric", "1" + "0".repeat(126), number(null, null), "127 digits before the decimal point"),
                stored("numeric", "0." + "0".repeat(130) + "1", number(null, null), "its magnitude is below"),
                stored("numeric", "NaN", number(12, 2), "it is NaN"),
                stored("numeric", "-Infinity", number(null, null), "it is infinite"),
                stored("float8", "1e+200", number(null, null), "201 digits before the decimal point"),
                stored("float8", "-0", number(null, null), "it is -0"),
                stored("float8", "-0", type("BINARY_DOUBLE", 8, 0, null, null, null), "it is -0"),
                stored("int8", "9007199254740993", type("BINARY_DOUBLE", 8, 0, null, null, null), "53 binary digits"),
                stored("text", "", varchar(10, "B"), "it is empty, which Oracle takes for NULL in a VARCHAR2; say in"),
                stored(
                        "bytea",
                        "\\x",
                        type("RAW", 10, 0, null, null, null),
                        "it is empty, which Oracle takes for NULL"),
                stored("text", "ab ", type("CHAR", 5, 5, "B", null, null), "it ends in blanks"),
                stored("text", "ab ", type("NCHAR", 10, 5, "C", null, null), "it ends in blanks"),
                stored("uuid", UUID, type("RAW", 15, 0, null, null, null), "16 bytes, and RAW holds 15"),
                stored("varbit", "1010101", type("RAW", 15, 0, null, null, null), "7 bits, and RAW holds whole bytes"),
                stored("time", "24:00:00", dayToSecond(0, 6), "its days have more digits than INTERVAL DAY(0)"),
                stored("interval", "P1M1D", dayToSecond(9, 6), "it has months"),
                stored("interval", "P1MT1S", yearToMonth(9), "it has days or time"),
                stored("interval", "P100D", dayToSecond(2, 6), "its days have more digits"),
                stored("interval", "P100Y", yearToMonth(2), "its years have more digits"),
                stored("interval", "PT0.001S", dayToSecond(2, 2), "more than 2 fractional digits"),
                stored("interval", "infinity", dayToSecond(2, 6), "it is infinite"),
                stored("json", "{\"a\": 1, \"a\": 2}", type("JSON", 8000, 0, null, null, null), "a key twice"),
                stored("jsonb", "[1e400]", type("JSON", 8000, 0, null, null, null), "a number that NUMBER"),
                stored("text", "Ж", inSet("VARCHAR2", 10, "WE8MSWIN1252"), "the character set WE8MSWIN1252 lacks"),
                stored("text", "Ж", inSet("CLOB", 10, "WE8MSWIN1252"), "the character set WE8MSWIN1252 lacks"),
                stored("text", "é", inSet("VARCHAR2", 10, "NOBODY_KNOWS"), "the character set NOBODY_KNOWS lacks"),
                stored("text", "😀", inSet("VARCHAR2", 5, "UTF8"), "6 bytes, and VARCHAR2 holds 5 bytes"),
                stored("numeric", "123.45", type("FLOAT", 22, 0, null, 5, null), "FLOAT(5) holds 2"),
                stored("text", "naïve", varchar(5, "B"), "6 bytes, and VARCHAR2 holds 5 bytes"),
                stored("text", "abc", varchar(8, "C", 2), "3 characters, and VARCHAR2 holds 2 characters"),
                stored("text", "😀", type("NVARCHAR2", 2, 1, "C", null, null), "2 UTF-16 code units"),
                stored("bytea", "\\x0102", type("RAW", 1, 0, null, null, null), "2 bytes, and RAW holds 1"),
                stored("date", "infinity", type("DATE", 7, 0, null, null, null), "it is infinite"),
                stored("date", "5874897-12-31", type("DATE", 7, 0, null, null, null), "outside Oracle's years"),
                stored("timestamp", "4713-12-31 00:00:00 BC", type("DATE", 7, 0, null, null, null), "outside Oracle's"),
                stored("timestamp", "1582-10-10 00:00:00", type("DATE", 7, 0, null, null, null), "1582"),
                stored("timestamp", "2024-01-01 00:00:00.5", type("DATE", 7, 0, null, null, null), "more than 0 frac"),
                stored("timestamp", "2024-01-01 00:00:00.123456", type("TIMESTAMP(3)", 11, 0, null, null, 3), "3 frac"),
                stored(
                        "timestamptz",
                        "9999-12-31 23:30:00-01",
                        type("TIMESTAMP(6) WITH TIME ZONE", 13, 0, null, null, 6),
                        "outside Oracle's years"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void valueThatDoesNotFitIsRefused(String source, String text, OracleType target, String reason) {
        TypePair pair = TypePairs.find(column(source), target).orElseThrow();

        assertThatThrownBy(() -> pair.read(text, nullable(target), used -> {}))
                .isInstanceOf(UnfitValueException.class)
                .hasMessageContaining(reason)
                .satisfies(refused -> assertThat(NO_SECRETS.contains(text)
                                || !String.valueOf(refused.getMessage()).contains(text))
                        .isTrue());
    }

    @Test
    void binaryValuesAreReadFromHexadecimal() throws Exception {
        OracleType raw = type("RAW", 2, 0, null, null, null);
        OracleType blob = type("BLOB", 4000, 0, null, null, null);

        assertThat((byte[])
                        TypePairs.find(column("bytea"), raw).orElseThrow().read("\\x0aff", nullable(raw), used -> {}))
                .containsExactly(0x0a, 0xff);
        assertThat((byte[]) TypePairs.find(column("bytea"), blob).orElseThrow().read("\\x", nullable(blob), used -> {}))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "bytea, VARCHAR2",
        "timestamptz, DATE",
        "timestamptz, TIMESTAMP(6)",
        "text, NUMBER",
        "public.date, DATE",
        "float8, BINARY_FLOAT",
        "numeric, BINARY_DOUBLE",
        "text, LONG",
        "time, TIMESTAMP(6)",
        "timetz, INTERVAL DAY(2) TO SECOND(6)",
        "json, XMLTYPE"
    })
    void pairWithoutALineIsFoundWhenPlanning(String source, String target) {
        assertThat(TypePairs.find(column(source), type(target, 40, 40, "B", null, null)))
                .isEmpty();
    }

    @Test
    void nullAndEmptyTextAreRefusedByNotNullColumns() {
        OracleType text = varchar(10, "B");
        TypePair pair = TypePairs.find(column("text"), text).orElseThrow();
        TargetColumn column = new TargetColumn(new OracleName("C"), text, false);

        assertThatThrownBy(() -> pair.read(null, column, used -> {})).hasMessageContaining("it is NULL");
        assertThatThrownBy(() -> pair.read("", column, used -> {})).hasMessageContaining("it is empty");
    }

    @Test
    void everyPairIsListedOnce() {
        List<String> names = TypePairs.all().stream()
                .map(pair -> pair.source() + " " + pair.target())
                .toList();

        assertThat(names).doesNotHaveDuplicates();
    }

    private static Arguments stored(String source, String text, OracleType target, @Nullable Object bound) {
        return Arguments.of(source, text, target, bound);
    }

    private static OracleType number(@Nullable Integer precision, @Nullable Integer scale) {
        return type("NUMBER", 22, 0, null, precision, scale);
    }

    private static OracleType dayToSecond(int days, int seconds) {
        return type("INTERVAL DAY(" + days + ") TO SECOND(" + seconds + ")", 11, 0, null, days, seconds);
    }

    private static OracleType yearToMonth(int years) {
        return type("INTERVAL YEAR(" + years + ") TO MONTH", 5, 0, null, years, 0);
    }

    private static OracleType inSet(String dataType, int bytes, String characterSet) {
        return new OracleType(dataType, bytes, bytes, "B", null, null, characterSet);
    }

    private static OracleType varchar(int bytes, String unit) {
        return varchar(bytes, unit, bytes);
    }

    private static OracleType varchar(int bytes, String unit, int characters) {
        return type("VARCHAR2", bytes, characters, unit, null, null);
    }

    private static OracleType type(
            String name,
            int length,
            int charLength,
            @Nullable String unit,
            @Nullable Integer precision,
            @Nullable Integer scale) {
        return new OracleType(name, length, charLength, unit, precision, scale);
    }

    private static SourceColumn column(String type) {
        return new SourceColumn("c", type, -1, type, true);
    }

    private static TargetColumn nullable(OracleType type) {
        return new TargetColumn(new OracleName("C"), type, true);
    }
}
