package io.sealane.oracle;

import io.sealane.fence.ControlTables;
import io.sealane.testing.OracleGrammar;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Statements that are made from the shape of a table, before grammars of Oracle's SQL that are not ours. */
class OracleGrammarTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 FROM \"T\" LIMIT 1",
                "INSERT INTO \"T\" (\"A\") VALUES (?) ON CONFLICT DO NOTHING",
                "INSERT INTO \"T\" (\"A\") VALUES (?), (?) RETURNING \"A\"",
                "DELETE FROM \"T\" WHERE \"A\" = ? RETURNING *",
                "SELECT \"A\"::text FROM \"T\"",
                "SELECT \"A\" FROM \"T\" WHERE \"A\" ILIKE ?",
                "SELECT \"A\" FROM \"T\" WHERE \"A\" = ANY(ARRAY[1, 2])",
                "SELECT \"A\" FROM \"T\" FOR NO KEY UPDATE",
                "SELECT SYSTIMESTAMP + INTERVAL '60 seconds' FROM DUAL",
                "UPDATE \"T\" SET \"A\" = \"S\".\"A\" FROM \"S\" WHERE \"T\".\"B\" = \"S\".\"B\"",
                "DELETE FROM \"T\" USING \"S\" WHERE \"T\".\"B\" = \"S\".\"B\"",
                "CREATE TABLE IF EXISTS \"T\" (\"A\" TEXT)",
                "TRUNCATE \"T\"",
                "TRUNCATE TABLE \"T\" RESTART IDENTITY",
                "ALTER SESSION SET TIME_ZONE TO '+00:00'",
                "SELECT $1 FROM \"T\"",
                "SELECT `A` FROM T"
            })
    void whatOnlyOtherDatabasesUnderstandIsRefused(String sql) {
        assertThat(OracleGrammar.faults(sql)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELEKT 1 FROM DUAL",
                "SELECT \"A\" FORM \"T\"",
                "SELECT \"A FROM \"T\"",
                "SELECT 'a FROM DUAL",
                "SELECT \"A\" FROM \"T\" WHERE \"A\" = ? AND",
                "SELECT 1 FROM \"T\" x WHERE (1 = 1",
                "SELECT 1 FROM \"T\" WHERE ROWNUM = 1 and then some",
                "SELECT \"A\" FROM \"T\" FOR UPDATE WAIT",
                "SELECT \"A\" FROM \"T\" FETCH FIRST 1 ROW",
                "SELECT \"A\" FROM \"T\"; SELECT \"A\" FROM \"T\"",
                "INSERT INTO \"T\" (\"A\", \"B\" VALUES (?, ?)",
                "INSERT INTO \"T\" (\"A\") VALUES (?,)",
                "UPDATE \"T\" SET WHERE \"A\" = ?",
                "UPDATE \"T\" SET \"A\" = ?, WHERE \"B\" = ?",
                "UPDATE \"T\" SET \"A\" = ? WERE \"B\" = ?",
                "DELETE FROM \"T\" WHERE",
                "CREATE TABLE \"T\" (\"A\" NUMBER(10) NOT NULL, PRIMARY KEY)",
                "MERGE INTO \"T\" USING \"S\" ON (\"A\" = \"B\") WHEN MATCHED UPDATE SET \"C\" = 1",
                "LOCK TABLE \"T\""
            })
    void whatNoDatabaseUnderstandsIsRefused(String sql) {
        assertThat(OracleGrammar.faults(sql)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everyStatementOnATableIsOracles(TargetTable table) {
        TableStatements statements = new TableStatements(table);
        List<DmlStatement> all =
                new ArrayList<>(List.of(statements.insert(), statements.update(), statements.delete()));
        IntStream.range(0, Math.min(3, table.columns().size()))
                .forEach(column -> all.add(statements.update(List.of(column))));

        assertThat(all).allSatisfy(statement -> assertThat(OracleGrammar.faults(statement.sql()))
                .isEmpty());
    }

    static Stream<TargetTable> tables() {
        return Stream.of(
                table("ORDINARY", List.of(0), "ID", "NOTE", "AMOUNT"),
                table("ONE", List.of(0), "ID"),
                table("KEY_ONLY", List.of(1, 0, 2), "A", "B", "C"),
                table("select", List.of(0), "from", "where", "set", "values", "date", "level", "rownum"),
                table(
                        "it's; -- odd",
                        List.of(0),
                        "a'b",
                        "/*",
                        "?",
                        ":1",
                        " ",
                        "a\\b",
                        "`",
                        "a.b",
                        "(",
                        "\u00e4\ud83d\ude00"),
                table("N".repeat(128), List.of(0), "K".repeat(128), "\u00e4".repeat(64)),
                table(
                        "WIDE",
                        List.of(999, 0),
                        IntStream.range(0, 1000).mapToObj(i -> "C" + i).toArray(String[]::new)));
    }

    /**
     * Oracle has no escapes in names: "neither quoted nor nonquoted identifiers can contain double quotation marks or the
     * null character" is all that is forbidden (SQL Language Reference, "Database Object Naming Rules").
     */
    @Test
    void theOneExceptionIsANameThatEndsInABackslashWhichTheGrammarsTakeForAnEscape() {
        assertThat(OracleGrammar.faults(new TableStatements(table("T", List.of(0), "A\\"))
                        .delete()
                        .sql()))
                .hasSize(2);
    }

    @Test
    void everyControlTableIsOracles() {
        assertThat(ControlTables.ddl(new OracleName("odd 'schema")))
                .allSatisfy(sql -> assertThat(OracleGrammar.faults(sql)).isEmpty());
    }

    private static TargetTable table(String name, List<Integer> key, String... columns) {
        OracleType number = new OracleType("NUMBER", 22, 0, null, null, null);
        return new TargetTable(
                new OracleName("APP"),
                new OracleName(name),
                Stream.of(columns)
                        .map(column -> new TargetColumn(new OracleName(column), number, true))
                        .toList(),
                key);
    }
}
