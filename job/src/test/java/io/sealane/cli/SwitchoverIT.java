package io.sealane.cli;

import io.sealane.cli.TestSite.Result;
import io.sealane.cli.TestSite.Running;
import io.sealane.standin.OracleStandIn;
import io.sealane.testing.PostgresPair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A migration whose source is switched over to a standby that has taken its slot over, there and back again. */
@Timeout(240)
class SwitchoverIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private int writes;

    @ParameterizedTest
    @ValueSource(ints = {17, 18})
    void theMigrationGoesOnWithAChangedPortAndUnderAnAddressThatMoves(int version) throws Exception {
        try (PostgresPair pair = PostgresPair.start(version, directory);
                OracleStandIn oracle =
                        OracleStandIn.builder().user("app", "app").start()) {
            // Given a migration that follows a primary with a standby
            pair.primary()
                    .execute(
                            "CREATE TABLE t (id bigint PRIMARY KEY, n bigint NOT NULL)",
                            "INSERT INTO t SELECT i, 0 FROM generate_series(1, 500) i");
            inTarget(
                    oracle,
                    "CREATE TABLE T (ID NUMBER(19) NOT NULL, N NUMBER(19) NOT NULL, CONSTRAINT T_PK PRIMARY KEY (ID))");
            Result prepared = sealane("prepare", pair, oracle);
            assertThat(prepared.exitCode()).as(prepared.err()).isZero();
            assertThat(prepared.err()).contains("warning: synchronized_standby_slots is empty");
            assertThat(pair.primary().queryOne("SELECT failover FROM pg_replication_slots"))
                    .isEqualTo("t");
            pair.addStandby();
            Running first = TestSite.inBackground(arguments("run", pair, oracle, "--local"));
            awaitStandbyReady(pair);
            awaitSame(pair, oracle);
            first.cancelJob();
            assertThat(first.await().exitCode()).isZero();

            // When the standby takes over under its own port, while no job runs
            write(pair);
            pair.switchOver();
            write(pair);
            Running second = TestSite.inBackground(arguments("run", pair, oracle, "--from", "latest"));

            // Then
            awaitSame(pair, oracle);
            assertThat(timeline(pair)).isEqualTo("2");

            // When the next standby takes over under the port of its primary, while the job runs
            pair.addStandby();
            awaitStandbyReady(pair);
            write(pair);
            pair.switchOverAddress();
            write(pair);

            // Then
            awaitSame(pair, oracle);
            assertThat(timeline(pair)).isEqualTo("3");
            second.cancelJob();
            Result end = second.await();
            assertThat(end.exitCode()).as(end.err()).isZero();
        }
    }

    /** The slot on the standby stays a draft until that of the primary has moved on a little. */
    private void awaitStandbyReady(PostgresPair pair) {
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(200)).until(() -> {
            write(pair);
            pair.primary().execute("SELECT pg_log_standby_snapshot()");
            return pair.standbyIsReadyFor("sealane_test");
        });
    }

    private void write(PostgresPair pair) {
        writes++;
        pair.primary()
                .execute(
                        "INSERT INTO t VALUES (" + (1000 + writes) + ", " + writes + ")",
                        "UPDATE t SET n = n + 1 WHERE id % 7 = " + writes % 7,
                        "DELETE FROM t WHERE id = " + writes);
    }

    private static void awaitSame(PostgresPair pair, OracleStandIn oracle) {
        List<List<String>> expected = new ArrayList<>();
        pair.primary().query("SELECT id, n FROM t ORDER BY id").forEach(row -> expected.add(new ArrayList<>(row)));
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> assertThat(targetRows(oracle))
                .isEqualTo(expected));
    }

    private static String timeline(PostgresPair pair) {
        return pair.primary().queryOne("SELECT timeline_id FROM pg_control_checkpoint()");
    }

    private static List<List<String>> targetRows(OracleStandIn oracle) throws SQLException {
        try (Connection connection = DriverManager.getConnection(oracle.jdbcUrl(), "app", "app");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT ID, N FROM T ORDER BY ID")) {
            List<List<String>> all = new ArrayList<>();
            while (rows.next()) {
                all.add(List.of(rows.getString(1), rows.getString(2)));
            }
            return all;
        }
    }

    private static void inTarget(OracleStandIn oracle, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(oracle.jdbcUrl(), "app", "app");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Result sealane(String command, PostgresPair pair, OracleStandIn oracle) throws Exception {
        return TestSite.command(arguments(command, pair, oracle));
    }

    private String[] arguments(String command, PostgresPair pair, OracleStandIn oracle, String... more)
            throws Exception {
        Path file = Files.writeString(directory.resolve("migration.yaml"), """
                job:
                  name: test
                  lanes: 8
                  parallelism: 1
                  checkpoint: {interval: 200ms, directory: '%s'}
                source:
                  host: localhost
                  port: %d
                  database: postgres
                  user: postgres
                  password: ${env:PG_PASSWORD}
                  failover-slot: true
                target:
                  url: %s
                  user: app
                  password: ${env:ORA_PASSWORD}
                  schema: APP
                tables:
                  - public.t
                """.formatted(
                        directory.resolve("checkpoints").toUri(), pair.primary().port(), oracle.jdbcUrl()));
        return Stream.concat(Stream.of(command, "--config", file.toString()), Stream.of(more))
                .toArray(String[]::new);
    }
}
