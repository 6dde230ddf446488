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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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

    private PostgresPair pair;
    private OracleStandIn oracle;
    private int writes;

    @BeforeEach
    void startTarget() throws Exception {
        oracle = OracleStandIn.builder().user("app", "app").start();
    }

    @AfterEach
    void stop() throws Exception {
        oracle.close();
        pair.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 18})
    void theMigrationGoesOnWithAChangedPortAndUnderAnAddressThatMoves(int version) throws Exception {
        // Given a migration that follows a primary with a standby
        pair = PostgresPair.start(version, directory);
        Running first = startWithStandby();
        awaitSame();
        first.cancelJob();
        assertThat(first.await().exitCode()).isZero();

        // When the standby takes over under its own port, while no job runs
        write();
        pair.switchOver();
        write();
        Running second = TestSite.inBackground(arguments("run", "--from", "latest"));

        // Then
        awaitSame();
        assertThat(timeline()).isEqualTo("2");

        // When the next standby takes over under the port of its primary, while the job runs
        pair.addStandby();
        awaitStandbyReady();
        write();
        pair.switchOverAddress();
        write();

        // Then
        awaitSame();
        assertThat(timeline()).isEqualTo("3");
        second.cancelJob();
        Result end = second.await();
        assertThat(end.exitCode()).as(end.err()).isZero();
    }

    @Test
    void aStandbyThatLacksAppliedChangesIsRefused() throws Exception {
        // Given changes that are in the target and not on the standby
        pair = PostgresPair.start(17, directory);
        Running job = startWithStandby();
        pair.cutStandbyOff();
        write();
        awaitSame();

        // When
        pair.failOverAddress();
        Result end = job.await();

        // Then
        assertThat(end.exitCode()).as(end.err()).isEqualTo(3);
        assertThat(end.err())
                .contains("SRC-222")
                .contains("the source was promoted to timeline 2, which left timeline 1 at ");
    }

    private Running startWithStandby() throws Exception {
        pair.primary()
                .execute(
                        "CREATE TABLE t (id bigint PRIMARY KEY, n bigint NOT NULL)",
                        "INSERT INTO t SELECT i, 0 FROM generate_series(1, 500) i");
        inTarget("CREATE TABLE T (ID NUMBER(19) NOT NULL, N NUMBER(19) NOT NULL, CONSTRAINT T_PK PRIMARY KEY (ID))");
        Result prepared = TestSite.command(arguments("prepare"));
        assertThat(prepared.exitCode()).as(prepared.err()).isZero();
        assertThat(prepared.err()).contains("warning: synchronized_standby_slots is empty");
        assertThat(pair.primary().queryOne("SELECT failover FROM pg_replication_slots"))
                .isEqualTo("t");
        pair.addStandby();
        Running job = TestSite.inBackground(arguments("run", "--local"));
        awaitStandbyReady();
        return job;
    }

    /** The slot on the standby stays a draft until that of the primary has moved on a little. */
    private void awaitStandbyReady() {
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(200)).until(() -> {
            write();
            pair.primary().execute("SELECT pg_log_standby_snapshot()");
            return pair.standbyIsReadyFor("sealane_test");
        });
    }

    private void write() {
        writes++;
        pair.primary()
                .execute(
                        "INSERT INTO t VALUES (" + (1000 + writes) + ", " + writes + ")",
                        "UPDATE t SET n = n + 1 WHERE id % 7 = " + writes % 7,
                        "DELETE FROM t WHERE id = " + writes);
    }

    private void awaitSame() {
        List<List<String>> expected = new ArrayList<>();
        pair.primary().query("SELECT id, n FROM t ORDER BY id").forEach(row -> expected.add(new ArrayList<>(row)));
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> assertThat(targetRows())
                .isEqualTo(expected));
    }

    private String timeline() {
        return pair.primary().queryOne("SELECT timeline_id FROM pg_control_checkpoint()");
    }

    private List<List<String>> targetRows() throws SQLException {
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

    private void inTarget(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(oracle.jdbcUrl(), "app", "app");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String[] arguments(String command, String... more) throws Exception {
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
