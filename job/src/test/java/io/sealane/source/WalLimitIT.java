package io.sealane.source;

import io.sealane.config.SourceConfig;
import io.sealane.config.WalLimit;
import io.sealane.mapping.MigrationPlan;
import io.sealane.model.TableId;
import io.sealane.testing.TestPostgres;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static io.sealane.config.TestConfigs.withWalLimit;
import static io.sealane.source.CopyAndStreamIT.migration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a job tells of the WAL that it makes the source keep, and what it does at the user's limit. */
class WalLimitIT {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final TableId T = new TableId("public", "t");
    private static final long BYTES = 64 << 20;

    private static final InMemoryReporter REPORTER = InMemoryReporter.createWithRetainedMetrics();
    private static TestPostgres postgres;
    private static MiniCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        postgres = TestPostgres.start();
        postgres.execute("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.BIND_PORT, "0");
        REPORTER.addToConfiguration(configuration);
        cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(2)
                .build());
        cluster.start();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
        postgres.close();
    }

    @Test
    void beyondTheUsersLimitTheSlotIsDroppedUnderItsReaderAndTheJobSaysWhatIsLost() throws Exception {
        // Given a job that follows, and a transaction that keeps the slot where it is
        SourceConfig config = withWalLimit(
                migration(postgres, "s_limit", 300, T),
                new WalLimit(BYTES, WalLimit.Action.DROP_SLOT, 50, Duration.ofHours(1)));
        MigrationPlan plan = TestingJob.plan(config, T);
        TestingTarget target = TestingTarget.create("limit", plan);
        TestingJob job = new TestingJob(cluster, config, plan, "limit").start();
        await().atMost(LIMIT).until(() -> !target.opens().isEmpty());
        try (Connection open = postgres.connect();
                Statement statement = open.createStatement()) {
            open.setAutoCommit(false);
            statement.execute("INSERT INTO t VALUES (2)");
            await().atMost(LIMIT).untilAsserted(() -> {
                assertThat(gauge(job.id(), "walBytesUntilLimit")).isBetween(1L, BYTES);
                assertThat(gauge(job.id(), "retainedWalBytes")).isBetween(0L, BYTES);
                assertThat(gauge(job.id(), "walStatus")).isZero();
            });
            // When
            for (int i = 0; i < 10; i++) {
                postgres.execute("INSERT INTO t VALUES (" + (100 + i) + ")", "SELECT pg_switch_wal()");
            }
            // Then
            Throwable fault = job.awaitEnd(LIMIT);
            assertThat(fault)
                    .rootCause()
                    .hasMessageStartingWith(
                            "SRC-240 Cannot go on with the migration: its replication slot s_limit held" + " back ")
                    .hasMessageContaining("more than source.wal-limit (64 MB), and was dropped")
                    .hasMessageContaining("copy again with `sealane resnapshot --all-tables`");
            assertThat(postgres.queryOne("SELECT count(*) FROM pg_replication_slots WHERE slot_name = 's_limit'"))
                    .isEqualTo("0");
        }
    }

    private static long gauge(JobID job, String name) {
        return REPORTER.findMetrics(job, name).values().stream()
                .map(metric -> (Long) ((Gauge<?>) metric).getValue())
                .reduce((first, last) -> last)
                .orElse(-2L);
    }
}
