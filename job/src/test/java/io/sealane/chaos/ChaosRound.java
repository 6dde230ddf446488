package io.sealane.chaos;

import io.sealane.chaos.fault.FaultBoard;
import io.sealane.chaos.fault.FaultDeck;
import io.sealane.chaos.history.History;
import io.sealane.chaos.job.ChaosMigration;
import io.sealane.chaos.job.Rates;
import io.sealane.chaos.reconcile.AppliedLog;
import io.sealane.chaos.reconcile.AppliedLog.Applied;
import io.sealane.chaos.reconcile.Difference;
import io.sealane.chaos.reconcile.ExactlyOnce;
import io.sealane.chaos.reconcile.Reconciler;
import io.sealane.testing.TestPostgres;
import java.io.PrintWriter;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One migration from beginning to end, in a database of its own.
 *
 * <pre>
 * first rows ▶ writers start ▶ prepare ▶ copy ▶ stream                 ▶ writers stop ▶ caught up ▶ compare
 *                                        └── faults, one after another ──┘
 * </pre>
 */
final class ChaosRound {
    /** How long faults are done: at most so long to the copy, and then so long to the stream. */
    private static final Duration COPY_LENGTH = Duration.ofSeconds(20);

    private static final Duration STREAM_LENGTH = Duration.ofSeconds(40);
    static final Duration LENGTH = COPY_LENGTH.plus(STREAM_LENGTH);

    private static final Rates COPY_RATE = Rates.of(4_000, 0);
    private static final Duration CATCH_UP = Duration.ofSeconds(240);
    private static final int LEAST_REST_MILLIS = 600;
    private static final int REST_SPAN_MILLIS = 2_000;

    private final TestPostgres server;
    private final long seed;
    private final int writers;

    ChaosRound(TestPostgres server, long seed, int writers) {
        this.server = server;
        this.seed = seed;
        this.writers = writers;
    }

    RoundResult run(PrintWriter out) throws Exception {
        TestPostgres postgres = server.createDatabase("chaos_" + System.nanoTime());
        try (FaultBoard board = new FaultBoard();
                History history = new History(postgres, seed, writers);
                ChaosMigration migration = new ChaosMigration(postgres, board, COPY_RATE)) {
            history.start();
            migration.prepare();
            history.slotExists();
            FaultDeck deck = new FaultDeck(seed);
            FaultInjector faults = new FaultInjector(migration, history, deck);
            migration.start(1 + deck.number(4));
            Optional<String> stopped = disturbCopy(faults, deck, migration);
            if (stopped.isEmpty()) {
                stopped = disturb(faults, deck, migration, STREAM_LENGTH);
            }
            faults.calm();
            history.stop();
            if (stopped.isEmpty()) {
                stopped = migration.catchUp(CATCH_UP);
            }
            return compare(migration, history, faults, stopped);
        }
    }

    /** Disturbs the copy, then lets it come to its end. */
    private static Optional<String> disturbCopy(FaultInjector faults, FaultDeck deck, ChaosMigration migration)
            throws Exception {
        Optional<String> stopped = disturb(faults, deck, migration, COPY_LENGTH);
        faults.calm();
        long limit = System.nanoTime() + CATCH_UP.toNanos();
        while (stopped.isEmpty() && !migration.streams()) {
            Thread.sleep(LEAST_REST_MILLIS);
            stopped = System.nanoTime() - limit > 0
                    ? Optional.of(
                            "no change was applied " + CATCH_UP.toSeconds() + " s after the last fault of the copy")
                    : migration.failure();
        }
        return stopped;
    }

    private static Optional<String> disturb(
            FaultInjector faults, FaultDeck deck, ChaosMigration migration, Duration length) throws Exception {
        long end = System.nanoTime() + length.toNanos();
        while (System.nanoTime() - end < 0) {
            Thread.sleep(LEAST_REST_MILLIS + deck.number(REST_SPAN_MILLIS));
            Optional<String> failure = migration.failure();
            if (failure.isPresent()) {
                return failure;
            }
            faults.injectOne();
        }
        return Optional.empty();
    }

    private RoundResult compare(
            ChaosMigration migration, History history, FaultInjector faults, Optional<String> stopped)
            throws Exception {
        Map<Protection, Long> protections = protections(migration.board());
        List<Difference> differences = new ArrayList<>();
        long rows = 0;
        List<Applied> applied;
        try (Connection postgres = migration.postgres().connect();
                Connection oracle = migration.connectToTarget();
                Connection h2 = migration.standIn().openH2()) {
            applied = AppliedLog.rows(h2);
            if (stopped.isEmpty()) {
                Reconciler.Comparison comparison = Reconciler.compare(postgres, oracle);
                rows = comparison.rowsCompared();
                differences.addAll(comparison.differences());
                differences.addAll(ExactlyOnce.check(
                        history.ledger(),
                        applied,
                        migration.streamingSince(),
                        protections.get(Protection.TOAST_FETCHES)));
            }
        }
        return new RoundResult(
                seed,
                history.ledger().summary(),
                faults.injected(),
                protections,
                rows,
                applied.size(),
                differences,
                stopped);
    }

    private static Map<Protection, Long> protections(FaultBoard board) {
        Map<Protection, Long> protections = new EnumMap<>(Protection.class);
        for (Protection protection : Protection.values()) {
            protections.put(
                    protection,
                    protection == Protection.READER_REPLAYS
                            ? board.replayed()
                            : board.counters().total(protection.counter()));
        }
        return protections;
    }
}
