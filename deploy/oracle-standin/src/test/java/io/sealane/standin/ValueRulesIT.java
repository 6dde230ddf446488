package io.sealane.standin;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import oracle.jdbc.OraclePreparedStatement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Rules for bound values that H2 does not have, or has otherwise. */
class ValueRulesIT {
    private static Fixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new Fixture();
        fixture.run(
                "CREATE TABLE T (ID NUMBER(10) PRIMARY KEY, V VARCHAR2(4000), R RAW(4), D DATE, TS TIMESTAMP(3),"
                        + " N NUMBER, N52 NUMBER(5,2), C CLOB, B BLOB, X XMLTYPE)",
                "CREATE TABLE K (C CHAR(5) PRIMARY KEY, CC CHAR(5 CHAR), NC NCHAR(5), V VARCHAR2(5))",
                "INSERT INTO K VALUES ('ab', 'äb', 'äb', 'ab')");
    }

    @AfterAll
    static void stop() throws SQLException {
        fixture.close();
    }

    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    private static SQLException refused(String sql, Binding binding) throws SQLException {
        try (Connection connection = fixture.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            binding.bind(statement);
            SQLException error = catchThrowableOfType(SQLException.class, statement::executeUpdate);
            assertThat((Throwable) error).as(sql).isNotNull();
            assertThat(connection.isValid(5)).isTrue();
            connection.rollback();
            return error;
        }
    }

    private static void assertRefused(int code, String sql, Object... binds) throws SQLException {
        SQLException error = refused(sql, statement -> {
            for (int i = 0; i < binds.length; i++) {
                statement.setObject(i + 1, binds[i]);
            }
        });
        assertThat(error.getErrorCode()).as(error.getMessage()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(ints = {4001, 20_000, 40_000})
    void textOfMoreThanFourThousandBytesIsALongWhichOnlyLobColumnsTake(int length) throws SQLException {
        String text = "x".repeat(length);

        assertRefused(1461, "INSERT INTO T (ID, V) VALUES (1, ?)", text);
        assertRefused(1461, "INSERT INTO T (V, ID) VALUES (?, ?)", text, 1);
        try (Connection connection = fixture.connect()) {
            assertThat(Fixture.update(connection, "INSERT INTO T (ID, C) VALUES (1, ?)", text))
                    .isOne();
            assertThat(Fixture.update(connection, "UPDATE T SET C = ? WHERE ID = 1", text))
                    .isOne();
            SQLException error = catchThrowableOfType(
                    SQLException.class, () -> Fixture.update(connection, "UPDATE T SET V = ? WHERE ID = 1", text));
            assertThat(error.getErrorCode()).isEqualTo(1461);
            connection.rollback();
        }
    }

    @Test
    void longBindIsRefusedInSelectListsAndFunctions() throws SQLException {
        String text = "<a>" + "x".repeat(40_000) + "</a>";

        assertRefused(1461, "INSERT INTO T (ID, C) SELECT 1, ? FROM DUAL", text);
        assertRefused(1461, "INSERT INTO T (ID, X) VALUES (1, XMLTYPE(?))", text);
        assertRefused(1461, "INSERT INTO T (ID, R) VALUES (1, ?)", new byte[5000]);
    }

    @Test
    void shortValueAfterALongOneIsRefusedWhenItIsExpanded() throws SQLException {
        assertRefused(24816, "INSERT INTO T (ID, C, V) VALUES (1, ?, ?)", "x".repeat(40_000), "y".repeat(5000));
    }

    @Test
    void textBecomesRawByItsHexDigits() throws SQLException {
        assertRefused(1465, "INSERT INTO T (ID, R) VALUES (1, ?)", "xy");
        try (Connection connection = fixture.connect()) {
            Fixture.update(connection, "INSERT INTO T (ID, R, V) VALUES (1, ?, ?)", "0aFF", new byte[] {10, -1});
            assertThat(Fixture.read(connection, "SELECT R FROM T WHERE ID = 1")).containsExactly("0AFF");
            assertThat(Fixture.read(connection, "SELECT V FROM T WHERE ID = 1")).containsExactly("0AFF");
            connection.rollback();
        }
    }

    @Test
    void valueOfAnotherTypeIsInconsistent() throws SQLException {
        LocalDateTime moment = LocalDateTime.parse("2024-01-01T00:00:00");

        assertRefused(932, "INSERT INTO T (ID, N52) VALUES (1, ?)", moment);
        assertRefused(932, "INSERT INTO T (ID, D) VALUES (1, ?)", 5);
        assertRefused(1722, "INSERT INTO T (ID, N) VALUES (1, ?)", "five");
    }

    @Test
    void numberOutOfRangeOverflows() throws SQLException {
        assertRefused(1426, "INSERT INTO T (ID, N) VALUES (1, ?)", "1E126");
        SQLException error = refused(
                "INSERT INTO T (ID, N) VALUES (1, ?)",
                statement -> statement.unwrap(OraclePreparedStatement.class).setBinaryDouble(1, 1e200));
        assertThat(error.getErrorCode()).isEqualTo(1426);
        assertRefused(1438, "INSERT INTO T (ID, N52) VALUES (1, ?)", new BigDecimal("999.995"));
    }

    @Test
    void yearOutOfRangeIsRefused() throws SQLException {
        assertRefused(1841, "INSERT INTO T (ID, TS) VALUES (1, ?)", LocalDateTime.of(10_000, 1, 1, 0, 0));
        assertRefused(1841, "INSERT INTO T (ID, D) VALUES (1, ?)", LocalDateTime.of(-4712, 1, 1, 0, 0));
        try (Connection connection = fixture.connect()) {
            LocalDateTime first = LocalDateTime.of(-4711, 1, 1, 0, 0);
            assertThat(Fixture.update(connection, "INSERT INTO T (ID, D) VALUES (1, ?)", first))
                    .isOne();
            connection.rollback();
        }
    }

    @Test
    void emptyTextIsNullWhereverItComesFrom() throws SQLException {
        try (Connection connection = fixture.connect()) {
            Fixture.update(connection, "INSERT INTO T (ID, V, C, R) VALUES (1, ?, ?, '')", "", "");
            assertThat(Fixture.read(
                            connection,
                            "SELECT COUNT(*) FROM T WHERE ID = 1 AND V IS NULL AND C IS NULL AND R IS NULL"))
                    .containsExactly("1");
            assertThat(Fixture.read(connection, "SELECT COUNT(*) FROM T WHERE V = ''"))
                    .containsExactly("0");
            connection.rollback();
        }
    }

    @Test
    void namesAndTablesHaveTheirLimits() throws SQLException {
        assertRefused(972, "CREATE TABLE " + "A".repeat(129) + " (ID NUMBER)");
        assertRefused(972, "SELECT \"" + "ä".repeat(65) + "\" FROM T");
        String columns = IntStream.rangeClosed(1, 1001)
                .mapToObj(i -> "C" + i + " NUMBER(1)")
                .collect(Collectors.joining(", "));
        assertRefused(1792, "CREATE TABLE WIDE (" + columns + ")");
    }

    @ParameterizedTest
    @CsvSource({
        "C = ?, 'ab', false",
        "C = ?, 'ab   ', true",
        "C = ?, 'ab    ', false",
        "C IN (?), 'ab', false",
        "C IN (?), 'ab   ', true",
        "CC = ?, 'äb', false",
        "CC = ?, 'äb   ', true",
        "NC = ?, 'äb   ', true",
        "V = ?, 'ab', true",
        "V = ?, 'ab   ', false"
    })
    void varcharBindMeetsACharColumnWithoutPadding(String condition, String value, boolean finds) throws SQLException {
        try (Connection connection = fixture.connect()) {
            assertThat(Fixture.read(connection, "SELECT COUNT(*) FROM K WHERE " + condition, value))
                    .containsExactly(finds ? "1" : "0");
            assertThat(Fixture.update(connection, "UPDATE K SET V = 'ab' WHERE " + condition, value))
                    .isEqualTo(finds ? 1 : 0);
            assertThat(Fixture.update(connection, "DELETE FROM K WHERE " + condition, value))
                    .isEqualTo(finds ? 1 : 0);
            connection.rollback();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "C = ?, 'ab', true",
        "C = ?, 'ab      ', true",
        "CC = ?, 'äb', true",
        "V = ?, 'ab', true",
        "V = ?, 'ab   ', false"
    })
    void fixedCharBindMeetsACharColumnWithPadding(String condition, String value, boolean finds) throws SQLException {
        try (Connection connection = fixture.connect();
                PreparedStatement delete = connection.prepareStatement("DELETE FROM K WHERE " + condition)) {
            delete.unwrap(OraclePreparedStatement.class).setFixedCHAR(1, value);
            assertThat(delete.executeUpdate()).isEqualTo(finds ? 1 : 0);
            connection.rollback();
        }
    }

    @Test
    void literalMeetsACharColumnWithPadding() throws SQLException {
        assertThat(fixture.read("SELECT COUNT(*) FROM K WHERE C = 'ab'")).containsExactly("1");
    }
}
