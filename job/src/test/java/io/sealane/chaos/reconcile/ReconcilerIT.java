package io.sealane.chaos.reconcile;

import io.sealane.chaos.history.ChaosTable;
import io.sealane.chaos.history.History;
import io.sealane.chaos.reconcile.Difference.Kind;
import io.sealane.standin.OracleStandIn;
import io.sealane.testing.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A check that cannot fail proves nothing: each fault is planted in a good copy, and must be found and named. */
final class ReconcilerIT {
    private static final String PASSWORD = "chaos";

    private static TestPostgres postgres;
    private static History history;

    private OracleStandIn standIn;
    private Connection source;
    /** Straight to the stand-in's H2, so that only the reconciler's own way goes through Oracle's driver. */
    private Connection target;

    private Connection oracle;

    @BeforeAll
    static void fillSource() throws Exception {
        postgres = TestPostgres.start();
        history = new History(postgres, 11, 2);
    }

    @AfterAll
    static void stop() {
        history.close();
        postgres.close();
    }

    @BeforeEach
    void copyToTarget() throws Exception {
        standIn =
                OracleStandIn.builder().user(ChaosTable.TARGET_SCHEMA, PASSWORD).start();
        source = postgres.connect();
        target = standIn.openH2();
        oracle = DriverManager.getConnection(standIn.jdbcUrl(), ChaosTable.TARGET_SCHEMA, PASSWORD);
        try (Statement statement = oracle.createStatement()) {
            for (ChaosTable table : ChaosTable.values()) {
                statement.execute(table.targetStatement());
            }
        }
        AppliedLog.install(target);
        for (ChaosTable table : ChaosTable.values()) {
            copy(table);
        }
    }

    @AfterEach
    void disconnect() throws SQLException {
        source.close();
        oracle.close();
        target.close();
        standIn.close();
    }

    @Test
    void goodCopyHasNoDifference() throws SQLException {
        Reconciler.Comparison comparison = Reconciler.compare(source, oracle);

        assertThat(comparison.differences()).isEmpty();
        assertThat(comparison.rowsCompared()).isGreaterThan(1_000);
        assertThat(AppliedLog.rows(target)).hasSize((int) comparison.rowsCompared());
    }

    @Test
    void missingRowIsFoundInEveryTable() throws SQLException {
        for (ChaosTable table : ChaosTable.values()) {
            execute("DELETE FROM " + table.targetName() + " FETCH FIRST ROW ONLY");
        }

        assertThat(compared())
                .hasSize(ChaosTable.values().length)
                .allMatch(d -> d.kind() == Kind.MISSING)
                .extracting(Difference::table)
                .containsExactlyInAnyOrder(ChaosTable.values());
    }

    @Test
    void ghostRowIsFound() throws SQLException {
        execute("INSERT INTO CHAOS.INT_KEY SELECT 999999, VERSION, NOTE, AMOUNT, AT, FLAG FROM CHAOS.INT_KEY"
                + " FETCH FIRST ROW ONLY");

        assertThat(compared()).singleElement().satisfies(d -> {
            assertThat(d.kind()).isEqualTo(Kind.GHOST);
            assertThat(d.key()).isEqualTo("999999");
        });
    }

    @Test
    void staleColumnIsFoundAndNamed() throws SQLException {
        execute("UPDATE CHAOS.TOAST_FULL SET BIG = BIG || 'x' WHERE K1 = (SELECT MIN(K1) FROM CHAOS.TOAST_FULL)");
        execute("UPDATE CHAOS.UUID_KEY SET AMOUNT = AMOUNT + 0.000000000001 FETCH FIRST ROW ONLY");

        assertThat(compared())
                .allMatch(d -> d.kind() == Kind.STALE)
                .extracting(Difference::detail)
                .anyMatch(detail -> detail.endsWith("[big]"))
                .anyMatch(detail -> detail.endsWith("[amount]"))
                .hasSize(2);
    }

    @Test
    void streamingBeginsWithTheFirstMoveOfAFenceBeyondTheStart() throws SQLException {
        execute("CREATE TABLE CHAOS.FENCE (LANE NUMBER(5), GENERATION NUMBER(19), COMMIT_LSN NUMBER(20), ORDINAL"
                + " NUMBER(19))");
        AppliedLog.installFence(target, "CHAOS.FENCE");
        execute("INSERT INTO CHAOS.FENCE VALUES (0, 0, 500, 0), (1, 0, 500, 0)");
        execute("UPDATE CHAOS.FENCE SET GENERATION = 1");
        assertThat(AppliedLog.streamingSince(target, 500)).isEqualTo(Long.MAX_VALUE);
        long copied = AppliedLog.rows(target).size();

        execute("UPDATE CHAOS.FENCE SET ORDINAL = 1 WHERE LANE = 1");
        execute("DELETE FROM CHAOS.INT_KEY FETCH FIRST ROW ONLY");

        long since = AppliedLog.streamingSince(target, 500);
        assertThat(AppliedLog.rows(target))
                .filteredOn(applied -> applied.id() < since)
                .hasSize((int) copied);
        assertThat(AppliedLog.rows(target))
                .filteredOn(applied -> applied.id() >= since)
                .hasSize(1);
    }

    private List<Difference> compared() throws SQLException {
        return Reconciler.compare(source, oracle).differences();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = target.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Copies through Java objects, unlike the reconciler and the product, which go by text. */
    private void copy(ChaosTable table) throws SQLException {
        int columns = table.columns().size();
        String marks = IntStream.range(0, columns).mapToObj(i -> "?").collect(Collectors.joining(", "));
        try (Statement select = source.createStatement();
                ResultSet row =
                        select.executeQuery("SELECT * FROM " + table.id().quoted());
                PreparedStatement insert =
                        target.prepareStatement("INSERT INTO " + table.targetName() + " VALUES (" + marks + ")")) {
            while (row.next()) {
                for (int i = 1; i <= columns; i++) {
                    insert.setObject(i, row.getObject(i));
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
