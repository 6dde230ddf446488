package io.sealane.chaos;

import io.sealane.chaos.fault.FaultBoard;
import io.sealane.chaos.history.ChaosTable;
import io.sealane.chaos.history.History;
import io.sealane.chaos.job.ChaosMigration;
import io.sealane.chaos.job.Freeze;
import io.sealane.chaos.job.LocalFlink.RunningJob;
import io.sealane.chaos.job.Rates;
import io.sealane.chaos.reconcile.AppliedLog;
import io.sealane.chaos.reconcile.AppliedLog.Applied;
import io.sealane.chaos.reconcile.Reconciler;
import io.sealane.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Two jobs of one migration alive at once: the older one, taken for dead and replaced, comes back to life. */
final class FrozenJobIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int WRITERS = 2;

    @Test
    void jobThatWasReplacedWhileItWasFrozenNeverWritesAgain() throws Exception {
        try (TestPostgres postgres = TestPostgres.start()) {
            History.createTables(postgres);
            insert(postgres, 1, 100);
            try (FaultBoard board = new FaultBoard();
                    ChaosMigration migration = new ChaosMigration(postgres, board, Rates.of(0, 0))) {
                migration.prepare();
                migration.start(WRITERS);
                assertEverythingArrived(migration);
                try (Freeze frozen = migration.freezeBetweenTransactions()) {
                    insert(postgres, 101, 200);
                    await().atMost(LIMIT).until(() -> frozen.held() == WRITERS);
                    frozen.sparesNewcomers();
                    RunningJob first = migration.startBeside(3);
                    await().atMost(LIMIT).until(() -> migration.completedCheckpoints() > 0);
                    insert(postgres, 201, 300);

                    frozen.release();

                    await().atMost(LIMIT).until(() -> first.status() == JobStatus.FAILED);
                    assertThat(first.failure().orElseThrow()).contains("TGT-113");
                    assertEverythingArrived(migration);
                }
                assertThat(applied(migration)).doesNotHaveDuplicates().hasSize(200);
                assertThat(board.counters().total(Protection.STALE_GENERATIONS.counter()))
                        .isPositive();
            }
        }
    }

    private static void insert(TestPostgres postgres, long first, long last) {
        postgres.execute("INSERT INTO chaos.int_key SELECT i, i, 'row', 1, '2026-01-01'::timestamp, true FROM"
                + " generate_series(" + first + ", " + last + ") i");
    }

    private static void assertEverythingArrived(ChaosMigration migration) throws Exception {
        assertThat(migration.catchUp(LIMIT)).isEmpty();
        try (Connection source = migration.postgres().connect();
                Connection target = migration.connectToTarget()) {
            assertThat(Reconciler.compare(source, target).differences()).isEmpty();
        }
    }

    private static List<Long> applied(ChaosMigration migration) throws SQLException {
        long since = migration.streamingSince();
        try (Connection h2 = migration.standIn().openH2()) {
            return AppliedLog.rows(h2).stream()
                    .filter(applied -> applied.id() >= since && applied.table() == ChaosTable.INT_KEY)
                    .map(Applied::version)
                    .toList();
        }
    }
}
