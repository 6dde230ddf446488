package io.sealane.chaos;

import io.sealane.chaos.Arena.Bout;
import io.sealane.chaos.fault.FaultDeck;
import io.sealane.chaos.fault.FaultKind;
import io.sealane.chaos.fault.FaultKind.Phase;
import io.sealane.chaos.history.History;
import io.sealane.chaos.job.MigrationUnderTest;
import io.sealane.chaos.reconcile.AppliedLog;
import io.sealane.chaos.reconcile.AppliedLog.Applied;
import io.sealane.chaos.reconcile.Difference;
import io.sealane.chaos.reconcile.ExactlyOnce;
import io.sealane.chaos.reconcile.Reconciler;
import io.sealane.testing.TestPostgres;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One migration from beginning to end, in a database of its own.
 *
 * <pre>
 * first rows ▶ writers start ▶ prepare ▶ copy ▶ stream                 ▶ writers stop ▶ caught up ▶ compare
 *                                        └── faults, one after another ──┘
 * </pre>
 */
final class ChaosRound {
    private static final Logger LOG = LoggerFactory.getLogger(ChaosRound.class);
    private static final Duration CATCH_UP = Duration.ofSeconds(240);
    private static final int LEAST_REST_MILLIS = 600;
    private static final int REST_SPAN_MILLIS = 2_000;

    private final Arena arena;
    private final long seed;
    private final int writers;
    private final FaultDeck deck;

    ChaosRound(Arena arena, long seed, int writers) {
        this.arena = arena;
        this.seed = seed;
        this.writers = writers;
        this.deck = new FaultDeck(seed, arena.kinds());
    }

    RoundResult run() throws Exception {
        TestPostgres postgres = arena.server().createDatabase("chaos_" + System.nanoTime());
        try (History history = new History(postgres, seed, writers);
                Bout bout = arena.open(postgres, history, deck)) {
            history.start();
            bout.migration().prepare();
            history.slotExists();
            bout.migration().start(1 + deck.number(arena.plan().parallelism()));
            Optional<String> stopped = disturbCopy(bout);
            if (stopped.isEmpty()) {
                stopped = disturb(bout, arena.plan().stream(), arena.plan().streamFaults());
            }
            bout.faults().calm();
            history.stop();
            if (stopped.isEmpty()) {
                stopped = bout.migration().catchUp(CATCH_UP);
            }
            return compare(bout, history, stopped);
        }
    }

    /** Disturbs the copy, then lets it come to its end. */
    private Optional<String> disturbCopy(Bout bout) throws Exception {
        Optional<String> stopped =
                disturb(bout, arena.plan().copy(), arena.plan().copyFaults());
        bout.faults().calm();
        long limit = System.nanoTime() + CATCH_UP.toNanos();
        while (stopped.isEmpty() && !bout.migration().streams()) {
            Thread.sleep(LEAST_REST_MILLIS);
            stopped = System.nanoTime() - limit > 0
                    ? Optional.of("no change was applied " + CATCH_UP.toSeconds()
                            + " s after the last fault of the copy"
                            + bout.migration().newestFault())
                    : bout.migration().failure();
        }
        return stopped;
    }

    /** Without faults only time passes. */
    private Optional<String> disturb(Bout bout, Duration length, int most) throws Exception {
        long end = System.nanoTime() + length.toNanos();
        Optional<String> stopped = Optional.empty();
        for (int faults = 0;
                stopped.isEmpty() && (most == 0 || faults < most) && System.nanoTime() - end < 0;
                faults++) {
            Thread.sleep(LEAST_REST_MILLIS + deck.number(REST_SPAN_MILLIS));
            stopped = bout.migration().failure();
            if (stopped.isEmpty() && most > 0) {
                FaultKind kind = deck.deal(bout.migration().streams() ? Phase.STREAM : Phase.COPY);
                LOG.info("Injecting a fault kind={}", kind);
                stopped = bout.faults().inject(kind);
            }
        }
        if (most > 0 && most < Integer.MAX_VALUE) {
            // The last one may have been asked of the job, which has to come by.
            Thread.sleep(LEAST_REST_MILLIS + REST_SPAN_MILLIS);
        }
        return stopped;
    }

    private RoundResult compare(Bout bout, History history, Optional<String> stopped) throws Exception {
        MigrationUnderTest migration = bout.migration();
        Map<Protection, Long> protections = bout.protections();
        List<Difference> differences = new ArrayList<>();
        long rows = 0;
        List<Applied> applied;
        try (Connection postgres = migration.postgres().connect();
                Connection oracle = migration.connectToTarget();
                Connection h2 = migration.target().openH2()) {
            applied = AppliedLog.rows(h2);
            if (stopped.isEmpty()) {
                Reconciler.Comparison comparison = Reconciler.compare(postgres, oracle);
                rows = comparison.rowsCompared();
                differences.addAll(comparison.differences());
                differences.addAll(ExactlyOnce.check(
                        history.ledger(),
                        applied,
                        migration.streamingSince(),
                        protections.get(Protection.TOAST_FETCHES) + bout.uncountedReReads()));
            }
        }
        return new RoundResult(
                seed,
                history.ledger().summary(),
                bout.faults().injected(),
                protections,
                rows,
                applied.size(),
                differences,
                stopped);
    }
}
