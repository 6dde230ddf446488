package io.sealane.standin;

import com.fasterxml.jackson.databind.JsonNode;
import io.sealane.standin.NodeClient.Answer;
import io.sealane.standin.NodeClient.Bind;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.sealane.standin.NodeClient.bind;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

/** Sessions, errors, arrays and transactions through node-oracledb: what ojdbc accepts, another client must understand too. */
class NodeClientIT {
    private static final String INSERT = "INSERT INTO T (ID, V) VALUES (:1, :2)";
    private static Fixture fixture;
    private static @Nullable String obstacle;
    private static NodeClient node;

    @BeforeAll
    static void start() throws Exception {
        fixture = new Fixture();
        obstacle = NodeClient.obstacle();
        if (obstacle != null) {
            return;
        }
        node = NodeClient.start(fixture.standIn());
        fixture.run("CREATE TABLE T (ID NUMBER(5) CONSTRAINT T_PK PRIMARY KEY, V VARCHAR2(5),"
                + " M VARCHAR2(5) DEFAULT 'm' NOT NULL)");
        node.open("a");
        node.open("b");
    }

    @AfterAll
    static void stop() throws SQLException, IOException {
        if (node != null) {
            node.close();
        }
        fixture.close();
    }

    @BeforeEach
    void empty() throws SQLException {
        NodeClient.assumeNone(obstacle);
        node.rollback("a");
        node.rollback("b");
        fixture.run("DELETE FROM T", "INSERT INTO T (ID, V) VALUES (1, 'one')");
    }

    private static Bind[] row(String id, String value) {
        return new Bind[] {bind("NUMBER", id), bind("VARCHAR", value)};
    }

    @Test
    void logsOnAndIsToldTheRelease() throws Exception {
        assertThat(node.open("c").json().path("version").asText()).isEqualTo("19.3.0.0.0");
        node.call("close", "c", Map.of());
    }

    @Test
    void wrongPasswordIsRefused() {
        Answer answer = node.ask("open", "d", Map.of("password", "wrong"));

        assertThat(answer.error()).isEqualTo("ORA-01017");
        assertThat(answer.json().path("code").asInt()).isEqualTo(1017);
    }

    @Test
    void sessionAnswersAPing() {
        node.call("ping", "a", Map.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSERT INTO T (ID) VALUES (:1)        | NUMBER  | 1        | ORA-00001",
                "INSERT INTO T (ID) VALUES (:1)        | NUMBER  |          | ORA-01400",
                "INSERT INTO T (ID) VALUES (:1)        | NUMBER  | 123456   | ORA-01438",
                "UPDATE T SET V = :1                   | VARCHAR | sixsix   | ORA-12899",
                "UPDATE T SET V = :1                   | VARCHAR | ééé      | ORA-12899",
                "UPDATE T SET M = :1                   | VARCHAR |          | ORA-01407",
                "UPDATE T SET ID = :1                  | VARCHAR | x        | ORA-01722",
                "SELECT * FROM NOWHERE WHERE ID = :1   | NUMBER  | 1        | ORA-00942",
                "SELECT NOTHING FROM T WHERE ID = :1   | NUMBER  | 1        | ORA-00904"
            })
    void errorHasOraclesCodeAndTheSessionGoesOn(String sql, String type, String value, String code) {
        assertThat(node.refused("a", sql, bind(type, value))).isEqualTo(code);
        assertThat(node.execute("a", "SELECT V FROM T").rows()).containsExactly(List.of("one"));
    }

    @Test
    void changesAreCounted() {
        assertThat(node.execute("a", INSERT, row("2", "two")).rowsAffected()).isEqualTo(1);
        assertThat(node.execute("a", INSERT, row("3", "two")).rowsAffected()).isEqualTo(1);
        assertThat(node.execute("a", "UPDATE T SET V = 'x' WHERE V = 'two'").rowsAffected())
                .isEqualTo(2);
        assertThat(node.execute("a", "UPDATE T SET V = 'x' WHERE V = 'none'").rowsAffected())
                .isZero();
        assertThat(node.execute(
                                "a",
                                "MERGE INTO T USING (SELECT :1 ID, :2 V FROM DUAL) S ON (T.ID = S.ID)"
                                        + " WHEN MATCHED THEN UPDATE SET T.V = S.V"
                                        + " WHEN NOT MATCHED THEN INSERT (ID, V) VALUES (S.ID, S.V)",
                                row("3", "three"))
                        .rowsAffected())
                .isEqualTo(1);
        assertThat(node.execute("a", "SELECT ID, V FROM T ORDER BY ID").rows())
                .containsExactly(List.of("1", "one"), List.of("2", "x"), List.of("3", "three"));
        assertThat(node.execute("a", "DELETE FROM T").rowsAffected()).isEqualTo(3);
    }

    private static Answer insertAll(List<List<String>> rows, boolean goesOnAfterErrors) {
        return node.ask(
                "executeMany",
                "a",
                Map.of(
                        "sql",
                        INSERT,
                        "types",
                        List.of("NUMBER", "VARCHAR"),
                        "rows",
                        rows,
                        "batchErrors",
                        goesOnAfterErrors));
    }

    private static List<Integer> integers(JsonNode array) {
        List<Integer> integers = new ArrayList<>();
        array.forEach(number -> integers.add(number.asInt()));
        return integers;
    }

    @Test
    void rowsOfAnArrayAreCountedEach() {
        Answer answer = insertAll(List.of(List.of("2", "two"), List.of("3", "three")), false);

        assertThat(answer.rowsAffected()).isEqualTo(2);
        assertThat(integers(answer.json().path("counts"))).containsExactly(1, 1);
        assertThat(node.execute("a", "SELECT COUNT(*) FROM T").rows()).containsExactly(List.of("3"));
    }

    @Test
    void arrayStopsAtItsFirstErrorAndKeepsTheRowsBefore() {
        Answer answer = insertAll(List.of(List.of("2", "two"), List.of("1", "again"), List.of("3", "three")), false);

        assertThat(answer.error()).isEqualTo("ORA-00001");
        assertThat(node.execute("a", "SELECT ID FROM T ORDER BY ID").rows())
                .containsExactly(List.of("1"), List.of("2"));
    }

    /** 200 errors fill more than one length byte can say, so their codes and rows come in chunks. */
    @ParameterizedTest
    @CsvSource({"4", "400"})
    void arrayGoesOnAfterErrorsAndNamesTheRows(int size) {
        List<List<String>> rows = IntStream.range(0, size)
                .mapToObj(i -> List.of(i % 2 == 0 ? "1" : Integer.toString(1000 + i), "v"))
                .collect(toList());

        Answer answer = insertAll(rows, true);

        assertThat(answer.rowsAffected()).isEqualTo(size / 2);
        assertThat(integers(answer.json().path("counts")))
                .isEqualTo(IntStream.range(0, size).mapToObj(i -> i % 2).collect(toList()));
        JsonNode errors = answer.json().path("errors");
        assertThat(errors.findValues("row"))
                .extracting(JsonNode::asInt)
                .isEqualTo(IntStream.range(0, size / 2).mapToObj(i -> 2 * i).collect(toList()));
        assertThat(errors.findValuesAsText("text")).hasSize(size / 2).allSatisfy(text -> assertThat(text)
                .startsWith("ORA-00001: unique constraint (APP.T_PK) violated"));
    }

    @Test
    void manyRowsAreFetchedInManyCalls() {
        List<List<String>> rows = IntStream.range(1000, 2500)
                .mapToObj(i -> List.of(Integer.toString(i), "v" + i % 10))
                .collect(toList());
        insertAll(rows, false);

        for (int again = 0; again < 2; again++) {
            assertThat(node.execute("a", "SELECT ID, V FROM T WHERE ID >= :1 ORDER BY ID", bind("NUMBER", "1000"))
                            .rows())
                    .isEqualTo(rows);
        }
    }

    @Test
    void uncommittedChangesAreTheirSessionsOwn() throws SQLException {
        node.execute("a", INSERT, row("2", "two"));

        assertThat(node.execute("a", "SELECT COUNT(*) FROM T").rows()).containsExactly(List.of("2"));
        assertThat(node.execute("b", "SELECT COUNT(*) FROM T").rows()).containsExactly(List.of("1"));
        assertThat(fixture.read("SELECT COUNT(*) FROM T")).containsExactly("1");
        node.commit("a");
        assertThat(node.execute("b", "SELECT COUNT(*) FROM T").rows()).containsExactly(List.of("2"));
        assertThat(fixture.read("SELECT COUNT(*) FROM T")).containsExactly("2");
    }

    @Test
    void rollbackUndoesAndAutomaticCommitKeeps() throws SQLException {
        node.execute("a", INSERT, row("2", "two"));
        node.rollback("a");
        assertThat(fixture.read("SELECT ID FROM T")).containsExactly("1");

        node.call(
                "execute",
                "a",
                Map.of("sql", INSERT, "binds", List.of(row("3", "three")), "options", Map.of("autoCommit", true)));
        node.rollback("a");
        assertThat(fixture.read("SELECT ID FROM T ORDER BY ID")).containsExactly("1", "3");
    }

    @Test
    void waitForALockEndsAtTheCallTimeout() throws SQLException {
        node.call("open", "e", Map.of("callTimeout", 300));
        try (Connection holder = fixture.connect()) {
            Fixture.update(holder, "UPDATE T SET V = 'held'");

            assertThat(node.refused("e", "UPDATE T SET V = 'late'")).isEqualTo("NJS-123");
            assertThat(node.execute("e", "SELECT V FROM T").rows()).containsExactly(List.of("one"));
            holder.rollback();
        }
        assertThat(node.execute("e", "UPDATE T SET V = 'late'").rowsAffected()).isEqualTo(1);
        node.call("close", "e", Map.of());
        assertThat(fixture.read("SELECT V FROM T")).containsExactly("one");
    }
}
