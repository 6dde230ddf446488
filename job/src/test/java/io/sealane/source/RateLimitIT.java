package io.sealane.source;

import io.sealane.config.RateLimit;
import io.sealane.config.SourceConfig;
import io.sealane.mapping.MigrationPlan;
import io.sealane.model.TableId;
import io.sealane.testing.TestPostgres;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static io.sealane.config.TestConfigs.withLimits;
import static io.sealane.source.CopyAndStreamIT.migration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RateLimitIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final TableId T = new TableId("public", "t");

    private static TestPostgres postgres;
    private static MiniCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        postgres = TestPostgres.start();
        cluster = TestingJob.startCluster();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
        postgres.close();
    }

    @Test
    void copyAndStreamKeepToTheirLimitsWhileCheckpointsComplete() throws Exception {
        // Given
        TestPostgres database = postgres.createDatabase("limited");
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL)",
                "INSERT INTO t SELECT i, 0 FROM generate_series(1, 16000) i");
        SourceConfig config = withLimits(
                migration(database, "s_limited", 8_000, T), new RateLimit(2_400, 0), new RateLimit(2_000, 0));
        MigrationPlan plan = TestingJob.plan(config, T);
        TestingTarget target = TestingTarget.create("limited", plan);
        TestingJob job = new TestingJob(cluster, config, plan, "limited").start();
        // When both readers copy
        await().atMost(LIMIT).until(() -> target.copied() > 1_000);
        long checkpointsBefore = job.completedCheckpoints();
        double copyRate = rowsPerSecond(target::copied, 10_000);
        long checkpoints = job.completedCheckpoints() - checkpointsBefore;
        // And the one reader streams
        await().atMost(LIMIT).until(() -> !target.opens().isEmpty());
        database.execute("UPDATE t SET n = n + 1");
        await().atMost(LIMIT).until(() -> target.changes() > 500);
        double streamRate = rowsPerSecond(target::changes, 10_000);
        job.cancel();
        // Then
        assertThat(copyRate).isCloseTo(2_400, Percentage.withPercentage(15));
        assertThat(streamRate).isCloseTo(2_000, Percentage.withPercentage(15));
        assertThat(checkpoints).isGreaterThan(10);
        assertThat(target.faults()).isEmpty();
    }

    private static double rowsPerSecond(LongSupplier rows, long until) {
        long began = System.nanoTime();
        long before = rows.getAsLong();
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(() -> rows.getAsLong() > until);
        return (rows.getAsLong() - before) * 1e9 / (System.nanoTime() - began);
    }
}
