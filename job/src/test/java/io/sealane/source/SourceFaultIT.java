package io.sealane.source;

import io.sealane.config.RateLimit;
import io.sealane.config.SourceConfig;
import io.sealane.mapping.MigrationPlan;
import io.sealane.model.LaneEvent;
import io.sealane.model.Lsn;
import io.sealane.model.RowEvent;
import io.sealane.model.TableId;
import io.sealane.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.sealane.config.TestConfigs.withLimits;
import static io.sealane.source.CopyAndStreamIT.assertSame;
import static io.sealane.source.CopyAndStreamIT.awaitApplied;
import static io.sealane.source.CopyAndStreamIT.migration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What failures, checkpoints and a lost slot do to the source. */
class SourceFaultIT {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final Duration MANUAL = Duration.ofHours(1);
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

    private static TestPostgres database(String name, int rows) {
        TestPostgres database = postgres.createDatabase(name);
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL)",
                "INSERT INTO t SELECT i, 0 FROM generate_series(1, " + rows + ") i");
        return database;
    }

    private static Predicate<LaneEvent> copiedRowNumber(int number) {
        AtomicInteger seen = new AtomicInteger();
        return event -> event instanceof RowEvent.CopiedRow && seen.incrementAndGet() == number;
    }

    private static Predicate<LaneEvent> ordinal(long ordinal) {
        return event ->
                event instanceof RowEvent.Update update && update.position().ordinal() == ordinal;
    }

    @Test
    void copyThatFailsIsReadAgainAndGhostsAreRemoved() throws Exception {
        // Given faults in the first, a middle and the last chunk, and rows that go and move meanwhile
        TestPostgres database = database("copy_fails", 6_000);
        SourceConfig config = migration(database, "s_copy_fails", 400, T);
        MigrationPlan plan = TestingJob.plan(config, T);
        TestingTarget target = TestingTarget.create("copy_fails", plan);
        target.failOnceAt(copiedRowNumber(200));
        target.failOnceAt(copiedRowNumber(3_000));
        target.failOnceAt(copiedRowNumber(5_990));
        // When
        TestingJob job = new TestingJob(cluster, config, plan, "copy_fails").start();
        for (int i = 0; target.opens().isEmpty(); i++) {
            int id = i;
            database.execute(
                    "DELETE FROM t WHERE id = " + (1 + id % 500),
                    "UPDATE t SET id = id + 10000 WHERE id = " + (1_000 + id % 500),
                    "UPDATE t SET n = n + 1 WHERE id = " + (2_000 + id % 500));
        }
        awaitApplied(database, target);
        job.cancel();
        // Then
        assertThat(target.faults()).isEmpty();
        assertThat(target.copied()).isGreaterThan(5_000);
        assertSame(database, plan, target);
    }

    @Test
    void transactionThatFailsInTheMiddleIsReplayedWholeWithTheSamePositions() throws Exception {
        // Given
        TestPostgres database = database("big", 10_000);
        SourceConfig config = migration(database, "s_big", 5_000, T);
        MigrationPlan plan = TestingJob.plan(config, T);
        TestingTarget target = TestingTarget.create("big", plan);
        target.failOnceAt(ordinal(3_000));
        target.failOnceAt(ordinal(9_999));
        TestingJob job = new TestingJob(cluster, config, plan, "big").start();
        await().atMost(LIMIT).until(() -> !target.opens().isEmpty());
        // When
        database.execute("UPDATE t SET n = n + 1", "UPDATE t SET n = n + 10 WHERE id = 5");
        awaitApplied(database, target);
        job.cancel();
        // Then
        assertThat(target.faults()).isEmpty();
        assertThat(target.distinctChanges()).isEqualTo(10_001);
        assertThat(target.replays()).isPositive();
        assertSame(database, plan, target);
    }

    @Test
    void changesWaitForACheckpointThatHoldsTheStreamAndTheSlotForLaterOnes() throws Exception {
        // Given a job whose checkpoints are made by hand
        TestPostgres database = database("held", 1_000);
        SourceConfig config = migration(database, "s_held", 400, T);
        MigrationPlan plan = TestingJob.plan(config, T);
        TestingTarget target = TestingTarget.create("held", plan);
        Lsn start = confirmedFlush(database, "s_held");
        TestingJob job = new TestingJob(cluster, config, plan, "held")
                .checkpointInterval(MANUAL)
                .start();
        await().atMost(LIMIT).until(() -> target.copied() == 1_000);
        // When the first checkpoint makes the chunks durable
        database.execute("UPDATE t SET n = 1 WHERE id = 1");
        completeUntilStreamIsAssigned(job, target);
        // Then nothing was emitted before the checkpoint that holds the stream split, and everything after it
        await().atMost(LIMIT).until(() -> target.opens().size() == plan.lanes().count());
        awaitApplied(database, target);
        assertThat(target.faults()).isEmpty();
        assertThat(confirmedFlush(database, "s_held")).isEqualTo(start);
        // And the slot follows only completed checkpoints
        Lsn changed = target.applied();
        for (int i = 0; i < 3; i++) {
            job.completeCheckpoint();
        }
        await().atMost(LIMIT).until(() -> !changed.isAfter(confirmedFlush(database, "s_held")));
        assertThat(confirmedFlush(database, "s_held")).isLessThanOrEqualTo(target.applied());
        job.cancel();
    }

    /** One checkpoint for the chunks, one for the stream; more where the last report was late for the first. */
    private static void completeUntilStreamIsAssigned(TestingJob job, TestingTarget target) throws Exception {
        job.completeCheckpoint();
        await().during(Duration.ofSeconds(1))
                .atMost(LIMIT)
                .until(() -> target.opens().isEmpty() && target.changes() == 0);
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(300)).until(() -> {
            job.completeCheckpoint();
            return !target.opens().isEmpty();
        });
    }

    private static Lsn confirmedFlush(TestPostgres database, String slot) {
        return Lsn.parse(String.valueOf(database.queryOne(
                "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '" + slot + "'")));
    }

    @Test
    void missingSlotEndsTheJobAtItsStart() throws Exception {
        TestPostgres database = database("no_slot", 10);
        SourceConfig config = migration(database, "s_none", 400, T);
        MigrationPlan plan = TestingJob.plan(config, T);
        TestingTarget target = TestingTarget.create("no_slot", plan);
        database.execute("SELECT pg_drop_replication_slot('s_none')");

        TestingJob job = new TestingJob(cluster, config, plan, "no_slot").start();
        Throwable fault = job.awaitEnd(LIMIT);

        assertThat(messages(fault)).contains("has no replication slot s_none");
        assertNoSlot(database, "s_none");
        assertThat(target.copied()).isZero();
    }

    @Test
    void missingSlotEndsTheJobAtARestore(@TempDir Path folder) throws Exception {
        // Given a job that was stopped while it streamed
        TestPostgres database = database("lost_slot", 10);
        SourceConfig config = migration(database, "s_lost", 400, T);
        MigrationPlan plan = TestingJob.plan(config, T);
        TestingTarget target = TestingTarget.create("lost_slot", plan);
        TestingJob job = new TestingJob(cluster, config, plan, "lost_slot").start();
        awaitApplied(database, target);
        String savepoint = job.stopWithSavepoint(folder);
        await().atMost(LIMIT).until(() -> isIdle(database, "s_lost"));
        database.execute("SELECT pg_drop_replication_slot('s_lost')");
        // When
        TestingJob restored = new TestingJob(cluster, config, plan, "lost_slot")
                .from(savepoint)
                .start();
        Throwable fault = restored.awaitEnd(LIMIT);
        // Then
        assertThat(messages(fault)).contains("replication slot s_lost");
        assertNoSlot(database, "s_lost");
    }

    private static boolean isIdle(TestPostgres database, String slot) {
        return "f"
                .equals(database.queryOne("SELECT active FROM pg_replication_slots WHERE slot_name = '" + slot + "'"));
    }

    private static void assertNoSlot(TestPostgres database, String slot) {
        assertThat(database.query("SELECT 1 FROM pg_replication_slots WHERE slot_name = '" + slot + "'"))
                .isEmpty();
    }

    private static String messages(@Nullable Throwable fault) {
        StringBuilder messages = new StringBuilder();
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            messages.append(cause.getMessage()).append('\n');
        }
        return messages.toString();
    }

    @Test
    void savepointsAndAnotherParallelismInsideTheCopyLoseNothing(@TempDir Path folder) throws Exception {
        // Given a copy that takes some seconds
        TestPostgres database = database("rescale", 8_000);
        SourceConfig config =
                withLimits(migration(database, "s_rescale", 250, T), new RateLimit(3_000, 0), RateLimit.NONE);
        MigrationPlan plan = TestingJob.plan(config, T);
        TestingTarget target = TestingTarget.create("rescale", plan);
        TestingJob job =
                new TestingJob(cluster, config, plan, "rescale").parallelism(2).start();
        // When
        await().atMost(LIMIT).until(() -> target.copied() > 1_500);
        database.execute("UPDATE t SET n = 1 WHERE id % 7 = 0", "DELETE FROM t WHERE id % 11 = 0");
        String first = job.stopWithSavepoint(folder);
        job = new TestingJob(cluster, config, plan, "rescale")
                .parallelism(3)
                .from(first)
                .start();
        await().atMost(LIMIT).until(() -> target.copied() > 4_500);
        database.execute("UPDATE t SET id = id + 10000 WHERE id % 13 = 0");
        String second = job.stopWithSavepoint(folder);
        assertThat(target.opens()).as("still in the copy").isEmpty();
        job = new TestingJob(cluster, config, plan, "rescale")
                .parallelism(1)
                .from(second)
                .start();
        awaitApplied(database, target);
        job.cancel();
        // Then
        assertThat(target.faults()).isEmpty();
        assertThat(target.copied())
                .as("no chunk is read from its start more than twice")
                .isLessThan(11_000);
        assertSame(database, plan, target);
    }
}
