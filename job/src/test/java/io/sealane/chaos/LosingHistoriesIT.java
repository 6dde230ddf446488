package io.sealane.chaos;

import io.sealane.chaos.fault.FaultBoard;
import io.sealane.chaos.fault.FaultBoard.Point;
import io.sealane.chaos.history.ChaosTable;
import io.sealane.chaos.history.History;
import io.sealane.chaos.job.ChaosConfig;
import io.sealane.chaos.job.ChaosMigration;
import io.sealane.chaos.job.Rates;
import io.sealane.chaos.reconcile.AppliedLog;
import io.sealane.chaos.reconcile.Reconciler;
import io.sealane.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Histories in which the stock PostgreSQL connector of Flink CDC 3.5.0 loses or invents rows, each written out. The
 * numbers are versions; a row's key is its version where nothing else is said.
 */
final class LosingHistoriesIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String TABLE = "chaos.int_key";
    private static final String COMMITS_WAITING = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
    /** As many as a job meets before its flush fails; see each use. */
    private static final int MANY = 1_000;

    private static TestPostgres server;

    private final FaultBoard board = new FaultBoard();
    private TestPostgres postgres;
    private ChaosMigration migration;

    @BeforeAll
    static void startServer() {
        server = TestPostgres.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void createDatabase() {
        postgres = server.createDatabase("losing_" + System.nanoTime());
        History.createTables(postgres);
    }

    @AfterEach
    void stop() {
        migration.close();
        board.close();
    }

    @Test
    void transactionInFlightAtTheHighWatermarkIsNotLost() throws Exception {
        insert(1, 1_000);
        migrate(Rates.of(300, 0));
        migration.start(2);
        await().atMost(LIMIT).until(() -> count("SELECT COUNT(*) FROM CHAOS.INT_KEY") > 0);
        try (Connection connection = postgres.connect();
                Statement writer = connection.createStatement()) {
            connection.setAutoCommit(false);
            writer.execute("UPDATE " + TABLE + " SET version = version + 10000 WHERE k1 % 2 = 0");
            awaitTarget("SELECT COUNT(*) FROM CHAOS.INT_KEY", 1_000);
            await().atMost(LIMIT).until(migration::streams);

            board.fail(Point.WRITE);
            connection.commit();
        }

        assertEverythingArrived();
        assertThat(board.fired(Point.WRITE)).isEqualTo(1);
        awaitTarget("SELECT COUNT(*) FROM CHAOS.INT_KEY WHERE VERSION > 10000", 500);
    }

    @Test
    void deletedRowOfAReReadChunkLeavesNoGhost() throws Exception {
        insert(1, 2_000);
        migrate(Rates.of(0, 0));
        failing(Point.CHECKPOINT_METADATA);
        migration.start(2);
        awaitTarget("SELECT COUNT(*) FROM CHAOS.INT_KEY", 2_000);

        postgres.execute(
                "DELETE FROM " + TABLE + " WHERE k1 <= 300",
                "UPDATE " + TABLE + " SET k1 = k1 + 100000, version = version + 10000 WHERE k1 BETWEEN 301 AND 600");
        assertThat(migration.completedCheckpoints())
                .as("the chunks must be read again")
                .isZero();
        board.fail(Point.BEFORE_FLUSH);
        // Before any checkpoint may complete: it would know the chunks.
        await().atMost(LIMIT).until(() -> board.fired(Point.BEFORE_FLUSH) == 1);
        board.calm();

        assertEverythingArrived();
        assertThat(board.counters().total(Protection.COPY_CONFLICTS.counter())).isPositive();
    }

    @Test
    void checkpointInTheMiddleOfACopyTransactionLosesNothing() throws Exception {
        migrate(Rates.of(0, 1_000));
        migration.start(2);
        await().atMost(LIMIT).until(migration::streams);

        copyIn(1, 6_000);
        for (int failures = 1; failures <= 3; failures++) {
            long applied = applied().size();
            long checkpoints = migration.completedCheckpoints();
            await().atMost(LIMIT)
                    .until(() -> migration.completedCheckpoints() > checkpoints + 1
                            && applied().size() > applied);
            assertThat(applied()).as("the transaction is still under way").hasSizeLessThan(6_000);
            board.fail(Point.WRITE);
            int fired = failures;
            await().atMost(LIMIT).until(() -> board.fired(Point.WRITE) == fired);
        }

        assertEverythingArrived();
        assertThat(applied()).doesNotHaveDuplicates().hasSize(6_000);
    }

    @Test
    void firstEventAfterAKeepaliveSurvivesARestart() throws Exception {
        insert(1, 10);
        migrate(Rates.of(0, 0));
        migration.start(2);
        for (long version = 101; version <= 104; version++) {
            assertEverythingArrived();
            long checkpoints = migration.completedCheckpoints();
            await().atMost(LIMIT).until(() -> migration.completedCheckpoints() > checkpoints + 1);
            if (version % 2 == 0) {
                migration.cancel();
                insert(version, version);
                migration.restore(2);
            } else {
                board.fail(Point.BEFORE_FLUSH);
                insert(version, version);
            }
        }

        assertEverythingArrived();
        assertThat(applied()).containsExactly(101L, 102L, 103L, 104L);
    }

    @Test
    void missingSlotIsRefusedNotReCreated() throws Exception {
        insert(1, 10);
        migrate(Rates.of(0, 0));
        migration.start(2);
        assertEverythingArrived();
        long checkpoints = migration.completedCheckpoints();
        await().atMost(LIMIT).until(() -> migration.completedCheckpoints() > checkpoints + 1);
        migration.cancel();
        await().atMost(LIMIT).until(() -> postgres.query("SELECT 1 FROM pg_replication_slots WHERE active")
                .isEmpty());
        postgres.execute("SELECT pg_drop_replication_slot('" + ChaosConfig.SLOT + "')");
        insert(101, 103);

        migration.restore(2);

        await().atMost(LIMIT).until(() -> migration.failure().isPresent());
        assertThat(migration.failure().orElseThrow()).contains(ChaosConfig.SLOT, "SRC-");
        assertThat(postgres.query("SELECT slot_name FROM pg_replication_slots")).isEmpty();
        assertThat(applied()).as("nothing behind the gap").isEmpty();
    }

    /**
     * The walsender sends a transaction when its commit is on disk; other sessions see it when it need wait for nothing
     * more, here for a standby. What is re-read in between is the row as it was before.
     */
    @Test
    void rowIsReReadOnlyWhenItsChangeIsVisible() throws Exception {
        postgres.execute("INSERT INTO chaos.toast_default SELECT i, i, 'row', 1, '2026-01-01', true, repeat('x', 10000)"
                + " FROM generate_series(1, 3) i");
        migrate(Rates.of(0, 0));
        migration.start(2);
        assertEverythingArrived();
        ExecutorService writers = Executors.newCachedThreadPool();
        try {
            postgres.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'", "SELECT pg_reload_conf()");
            writers.execute(this::writeUntilACommitWaits);
            awaitCommitsWaiting(1);
            writers.execute(() -> postgres.execute(
                    "UPDATE chaos.toast_default SET k1 = k1 + 100, version = version + 100 WHERE k1 = 2"));
            awaitCommitsWaiting(2);
            long checkpoints = migration.completedCheckpoints();
            await().atMost(LIMIT).until(() -> migration.completedCheckpoints() > checkpoints + 5);
            awaitCommitsWaiting(2);
        } finally {
            postgres.execute("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()");
            writers.shutdown();
        }
        assertThat(writers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

        assertEverythingArrived();
        assertThat(count("SELECT COUNT(*) FROM CHAOS.TOAST_DEFAULT WHERE K1 = 102 AND VERSION = 102"))
                .isEqualTo(1);
        assertThat(board.counters().total(Protection.TOAST_FETCHES.counter())).isEqualTo(1);
    }

    /** The server takes its new settings when it comes to it. */
    private void writeUntilACommitWaits() {
        long began = System.nanoTime();
        while (System.nanoTime() - began < TimeUnit.SECONDS.toNanos(20)
                && postgres.query(COMMITS_WAITING).isEmpty()) {
            postgres.execute("INSERT INTO chaos.noise (filler) VALUES ('x')");
        }
    }

    private void awaitCommitsWaiting(int count) {
        await().atMost(LIMIT).until(() -> postgres.query(COMMITS_WAITING).size() == count);
    }

    private void migrate(Rates rates) throws Exception {
        migration = new ChaosMigration(postgres, board, rates);
        migration.prepare();
    }

    private void failing(Point point) {
        for (int i = 0; i < MANY; i++) {
            board.fail(point);
        }
    }

    private void insert(long first, long last) {
        postgres.execute("INSERT INTO " + TABLE + " SELECT i, i, 'row ' || i, i / 7.0, '2026-01-01'::timestamp, true"
                + " FROM generate_series(" + first + ", " + last + ") i");
    }

    /** One COPY, so one transaction whose rows share WAL records. */
    private void copyIn(long first, long last) throws Exception {
        String rows = LongStream.rangeClosed(first, last)
                .mapToObj(i -> i + "\t" + i + "\tcopied\t1.5\t2026-01-01\tt\n")
                .collect(Collectors.joining());
        try (Connection connection = postgres.connect()) {
            connection
                    .unwrap(org.postgresql.PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + TABLE + " FROM STDIN", new java.io.StringReader(rows));
        }
    }

    private void awaitTarget(String count, long expected) {
        await().atMost(LIMIT).until(() -> count(count), found -> found == expected);
    }

    private long count(String sql) throws SQLException {
        try (Connection h2 = migration.standIn().openH2();
                Statement statement = h2.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    /** Versions that took effect since streaming began, in order. */
    private List<Long> applied() throws SQLException {
        long since = migration.streamingSince();
        try (Connection h2 = migration.standIn().openH2()) {
            return AppliedLog.rows(h2).stream()
                    .filter(applied -> applied.id() >= since && applied.table() == ChaosTable.INT_KEY)
                    .map(AppliedLog.Applied::version)
                    .toList();
        }
    }

    private void assertEverythingArrived() throws Exception {
        assertThat(migration.catchUp(LIMIT)).isEmpty();
        try (Connection source = postgres.connect();
                Connection target = migration.connectToTarget()) {
            assertThat(Reconciler.compare(source, target).differences()).isEmpty();
        }
    }
}
