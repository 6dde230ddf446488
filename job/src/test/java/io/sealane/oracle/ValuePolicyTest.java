package io.sealane.oracle;

import io.sealane.model.SourceColumn;
import io.sealane.oracle.ValuePolicy.EmptyString;
import io.sealane.oracle.ValuePolicy.ExcessDigits;
import io.sealane.oracle.ValuePolicy.NegativeZero;
import io.sealane.oracle.ValuePolicy.NotANumber;
import io.sealane.oracle.ValuePolicy.OutOfRange;
import io.sealane.oracle.ValuePolicy.TooLong;
import io.sealane.oracle.ValuePolicy.Unmappable;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What becomes of a value when the user chose something for those that do not fit, and that it is told. */
class ValuePolicyTest {
    private static final OracleType DATE = type("DATE", 7, null, null);
    private static final OracleType DAY_TO_SECOND = type("INTERVAL DAY(2) TO SECOND(3)", 11, 2, 3);
    private static final ValuePolicy CHANGING = policy(EmptyString.TOKEN, OutOfRange.CLAMP);
    private static final ValuePolicy EMPTYING = policy(EmptyString.SET_NULL, OutOfRange.SET_NULL);

    private static ValuePolicy policy(EmptyString emptyString, OutOfRange outOfRange) {
        return new ValuePolicy(
                emptyString,
                "(none)",
                outOfRange,
                NotANumber.SET_NULL,
                ExcessDigits.ROUND,
                TooLong.TRUNCATE,
                Unmappable.REPLACE,
                NegativeZero.ZERO);
    }

    static Stream<Arguments> changed() {
        return Stream.of(
                changed("text", "", varchar(10), "(none)", PolicyUse.EMPTY_STRING),
                changed("text", "", type("NVARCHAR2", 20, null, null), "(none)", PolicyUse.EMPTY_STRING),
                changed(
                        "numeric",
                        "9.995",
                        number(3, 2),
                        decimal("9.99"),
                        PolicyUse.EXCESS_DIGITS,
                        PolicyUse.OUT_OF_RANGE),
                changed("numeric", "-1.005", number(12, 2), decimal("-1.01"), PolicyUse.EXCESS_DIGITS),
                changed("numeric", "1.004", number(12, 2), decimal("1.00"), PolicyUse.EXCESS_DIGITS),
                changed("int4", "1250", number(3, -2), decimal("1.3E+3"), PolicyUse.EXCESS_DIGITS),
                changed("int4", "-1000", number(3, 0), decimal("-999"), PolicyUse.OUT_OF_RANGE),
                changed("numeric", "Infinity", number(4, 1), decimal("999.9"), PolicyUse.OUT_OF_RANGE),
                changed("numeric", "1" + "0".repeat(200), number(null, null), nines(38, 88), PolicyUse.OUT_OF_RANGE),
                changed(
                        "numeric",
                        "0." + "0".repeat(140) + "1",
                        number(null, null),
                        decimal("0E-130"),
                        PolicyUse.OUT_OF_RANGE),
                changed("numeric", "1".repeat(39), number(null, null), nines("1", 38, 1), PolicyUse.EXCESS_DIGITS),
                changed("numeric", "NaN", number(4, 1), null, PolicyUse.NOT_A_NUMBER),
                changed("float8", "-0", type("BINARY_DOUBLE", 8, null, null), 0d, PolicyUse.NEGATIVE_ZERO),
                changed("float4", "-0", type("BINARY_FLOAT", 4, null, null), 0f, PolicyUse.NEGATIVE_ZERO),
                changed("text", "a€😀b", varchar(8), "a€😀", PolicyUse.TOO_LONG),
                changed("text", "a€😀b", varchar(7), "a€", PolicyUse.TOO_LONG),
                changed("text", "a😀b", type("NVARCHAR2", 4, null, null), "a", PolicyUse.TOO_LONG),
                changed(
                        "text",
                        "aЖb😀",
                        new OracleType("VARCHAR2", 9, 9, "B", null, null, "WE8ISO8859P1"),
                        "a?b?",
                        PolicyUse.UNMAPPABLE),
                changed("date", "infinity", DATE, moment(9999, 12, 31, 23, 59, 59, 0), PolicyUse.OUT_OF_RANGE),
                changed("date", "-infinity", DATE, moment(-4711, 1, 1, 0, 0, 0, 0), PolicyUse.OUT_OF_RANGE),
                changed("date", "5874897-12-31", DATE, moment(9999, 12, 31, 23, 59, 59, 0), PolicyUse.OUT_OF_RANGE),
                changed(
                        "timestamp",
                        "1582-10-10 01:00:00",
                        DATE,
                        moment(1582, 10, 15, 0, 0, 0, 0),
                        PolicyUse.OUT_OF_RANGE),
                changed(
                        "timestamp",
                        "2024-01-01 00:00:00.5",
                        DATE,
                        moment(2024, 1, 1, 0, 0, 1, 0),
                        PolicyUse.EXCESS_DIGITS),
                changed(
                        "timestamp",
                        "2024-01-01 00:00:00.0004999",
                        type("TIMESTAMP(3)", 11, null, 3),
                        moment(2024, 1, 1, 0, 0, 0, 0),
                        PolicyUse.EXCESS_DIGITS),
                changed(
                        "timestamp",
                        "9999-12-31 23:59:59.9995",
                        type("TIMESTAMP(3)", 11, null, 3),
                        moment(9999, 12, 31, 23, 59, 59, 999_000_000),
                        PolicyUse.EXCESS_DIGITS,
                        PolicyUse.OUT_OF_RANGE),
                changed("interval", "PT-0.0005S", DAY_TO_SECOND, Duration.ofMillis(-1), PolicyUse.EXCESS_DIGITS),
                changed("interval", "PT0.0005S", DAY_TO_SECOND, Duration.ofMillis(1), PolicyUse.EXCESS_DIGITS),
                changed(
                        "interval",
                        "P-200D",
                        DAY_TO_SECOND,
                        Duration.ofDays(-100).plusMillis(1),
                        PolicyUse.OUT_OF_RANGE),
                changed(
                        "interval",
                        "-infinity",
                        type("INTERVAL YEAR(2) TO MONTH", 5, 2, 0),
                        Period.ofMonths(-1199),
                        PolicyUse.OUT_OF_RANGE));
    }

    @ParameterizedTest
    @MethodSource("changed")
    void valueIsChangedAsTheUserChose(
            String source, String text, OracleType target, @Nullable Object stored, List<PolicyUse> used)
            throws Exception {
        List<PolicyUse> told = new ArrayList<>();

        Object read = read(source, text, target, CHANGING, told);

        if (read instanceof BigDecimal number) {
            assertThat(number).isEqualByComparingTo((BigDecimal) stored);
        } else {
            assertThat(read).isEqualTo(stored);
        }
        assertThat(told).isEqualTo(used);
    }

    @Test
    void outOfRangeBecomesNullWhereTheUserChoseSo() throws Exception {
        List<PolicyUse> told = new ArrayList<>();

        assertThat(read("date", "infinity", DATE, EMPTYING, told)).isNull();
        assertThat(read("numeric", "-Infinity", number(3, 0), EMPTYING, told)).isNull();
        assertThat(read("interval", "P100D", DAY_TO_SECOND, EMPTYING, told)).isNull();
        assertThat(read("text", "", varchar(3), EMPTYING, told)).isNull();
        assertThat(read("bytea", "\\x", type("RAW", 3, null, null), EMPTYING, told))
                .isNull();
        assertThat(told).hasSize(5);
    }

    @Test
    void nothingBecomesNullInAColumnThatIsNotNull() {
        TargetColumn column = new TargetColumn(new OracleName("C"), varchar(3), false, EMPTYING);

        assertThatThrownBy(() -> pair("text", varchar(3)).read("", column, used -> {}))
                .isInstanceOf(UnfitValueException.class)
                .hasMessage("it would be stored as NULL by the values policy, and the target column is NOT NULL");
    }

    @Test
    void noTextStandsForAnEmptyBinaryValue() {
        OracleType raw = type("RAW", 3, null, null);

        assertThatThrownBy(() -> read("bytea", "\\x", raw, CHANGING, new ArrayList<>()))
                .hasMessageContaining("say in values.empty-string what becomes of such values (set-null)");
    }

    private static @Nullable Object read(
            String source, String text, OracleType target, ValuePolicy policy, List<PolicyUse> told)
            throws UnfitValueException {
        return pair(source, target).read(text, new TargetColumn(new OracleName("C"), target, true, policy), told::add);
    }

    private static TypePair pair(String source, OracleType target) {
        return TypePairs.find(new SourceColumn("c", source, -1, source, true), target)
                .orElseThrow();
    }

    private static Arguments changed(
            String source, String text, OracleType target, @Nullable Object stored, PolicyUse... used) {
        return Arguments.of(source, text, target, stored, List.of(used));
    }

    private static OracleType type(String dataType, int length, @Nullable Integer precision, @Nullable Integer scale) {
        return new OracleType(dataType, length, length / 2, null, precision, scale);
    }

    private static OracleType varchar(int bytes) {
        return type("VARCHAR2", bytes, null, null);
    }

    private static OracleType number(@Nullable Integer precision, @Nullable Integer scale) {
        return type("NUMBER", 22, precision, scale);
    }

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }

    private static BigDecimal nines(int digits, int zeros) {
        return nines("9", digits, zeros);
    }

    private static BigDecimal nines(String digit, int digits, int zeros) {
        return new BigDecimal(digit.repeat(digits)).scaleByPowerOfTen(zeros);
    }

    private static LocalDateTime moment(int year, int month, int day, int hour, int minute, int second, int nanos) {
        return LocalDateTime.of(year, month, day, hour, minute, second, nanos);
    }
}
