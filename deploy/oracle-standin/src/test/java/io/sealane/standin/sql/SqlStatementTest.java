package io.sealane.standin.sql;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SqlStatementTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSERT INTO \"S\".\"t\" (\"C\") VALUES (:1 ) | INSERT | S | t",
                "insert /*+ APPEND */ into t values (:1)      | INSERT |   | T",
                "UPDATE s.t SET c = :1 WHERE k = :2           | UPDATE | S | T",
                "DELETE t WHERE k = :1                        | DELETE |   | T",
                "MERGE INTO \"T\" t USING dual ON (1=1)       | MERGE  |   | T"
            })
    void changedTableIsFound(String sql, StatementKind kind, String owner, String table) throws OracleException {
        SqlStatement statement = SqlStatement.parse(sql);

        assertThat(statement.kind()).isEqualTo(kind);
        assertThat(statement.target()).contains(new TableName(owner == null ? "" : owner, table));
    }

    @Test
    void bindsBecomeNumberedAndTextInQuotesStays() throws OracleException {
        SqlStatement statement = SqlStatement.parse("SELECT ':1', \":2\", :1 /* :3 */ FROM t WHERE a = :2 OR b = :1");

        assertThat(statement.sqlWith(number -> "?" + number))
                .isEqualTo("SELECT ':1', \":2\", ?1 /* :3 */ FROM t WHERE a = ?2 OR b = ?1");
    }

    @ParameterizedTest
    @CsvSource({
        "SELECT * FROM t FOR UPDATE,                31536000, 54",
        "SELECT * FROM t FOR UPDATE NOWAIT,         0,        54",
        "SELECT * FROM t FOR UPDATE OF c WAIT 3,    3,        30006"
    })
    void lockWaitIsTakenOutOfTheText(String sql, long seconds, int code) throws OracleException {
        SqlStatement statement = SqlStatement.parse(sql);

        assertThat(statement.locksRows()).isTrue();
        assertThat(statement.lockLimit().longest()).hasSeconds(seconds);
        assertThat(statement.lockLimit().code()).isEqualTo(code);
        assertThat(statement.sqlWith(number -> "")).isEqualTo("SELECT * FROM t FOR UPDATE");
    }

    @Test
    void unknownStatementIsUnimplemented() {
        assertThatThrownBy(() -> SqlStatement.parse("EXPLAIN PLAN FOR SELECT 1 FROM dual"))
                .hasMessage("ORA-03001: unimplemented feature: EXPLAIN statement");
    }
}
