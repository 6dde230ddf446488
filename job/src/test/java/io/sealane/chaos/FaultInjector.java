package io.sealane.chaos;

import io.sealane.chaos.fault.FaultBoard;
import io.sealane.chaos.fault.FaultBoard.Point;
import io.sealane.chaos.fault.FaultDeck;
import io.sealane.chaos.fault.FaultKind;
import io.sealane.chaos.fault.FaultKind.Phase;
import io.sealane.chaos.history.History;
import io.sealane.chaos.job.ChaosMigration;
import io.sealane.chaos.job.Freeze;
import io.sealane.chaos.job.LocalFlink;
import io.sealane.chaos.job.LocalFlink.RunningJob;
import io.sealane.standin.OracleStandIn;
import io.sealane.standin.fault.CommitAttempt;
import io.sealane.standin.fault.CommitFate;
import io.sealane.standin.fault.CommitRule;
import io.sealane.standin.fault.Hold;
import io.sealane.testing.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does one fault after another to a running migration, and counts those that happened. A fault asked of the job itself
 * counts when the job meets it. Used by one thread.
 */
final class FaultInjector {
    private static final Logger LOG = LoggerFactory.getLogger(FaultInjector.class);
    private static final int DEADLOCK = 60;
    private static final Pattern CHANGE_OF_A_TABLE =
            Pattern.compile("^(INSERT INTO|UPDATE|DELETE FROM) \"CHAOS\"\\.\"(?!SEALANE)");
    /** Longer than a lease is renewed after, so that every session ends a transaction meanwhile. */
    private static final Duration FREEZE = Duration.ofMillis(2_200);

    private static final Duration REPLACEMENT = Duration.ofSeconds(30);
    private static final Duration AFTERLIFE = Duration.ofSeconds(3);
    private static final long POLL_MILLIS = 50;
    private static final Duration TARGET_SEARCH = Duration.ofSeconds(4);
    private static final Map<FaultKind, Point> INSIDE_THE_JOB = new EnumMap<>(Map.of(
            FaultKind.TASK_FAILS_WHILE_WRITING, Point.WRITE,
            FaultKind.TASK_FAILS_BEFORE_FLUSH, Point.BEFORE_FLUSH,
            FaultKind.TASK_FAILS_AFTER_FLUSH, Point.AFTER_FLUSH,
            FaultKind.CHECKPOINT_DECLINED, Point.TASK_STATE,
            FaultKind.CHECKPOINT_NOT_COMPLETED, Point.CHECKPOINT_METADATA));

    private final TestPostgres postgres;
    private final OracleStandIn standIn;
    private final FaultBoard board;
    private final ChaosMigration migration;
    private final History history;
    private final FaultDeck deck;
    private final Map<FaultKind, Integer> done = new ConcurrentHashMap<>();

    FaultInjector(ChaosMigration migration, History history, FaultDeck deck) {
        this.migration = migration;
        this.postgres = migration.postgres();
        this.standIn = migration.standIn();
        this.board = migration.board();
        this.history = history;
        this.deck = deck;
    }

    /** Does the deck's next fault. */
    void injectOne() throws Exception {
        FaultKind kind = deck.deal(migration.streams() ? Phase.STREAM : Phase.COPY);
        LOG.info("Injecting a fault kind={}", kind);
        inject(kind);
    }

    /** Takes back what was asked for and has not happened. */
    void calm() {
        board.calm();
        standIn.faults().clear();
    }

    Map<FaultKind, Integer> injected() {
        Map<FaultKind, Integer> all = new EnumMap<>(FaultKind.class);
        all.putAll(done);
        INSIDE_THE_JOB.forEach((kind, point) -> all.put(kind, board.fired(point)));
        return all;
    }

    private void inject(FaultKind kind) throws Exception {
        switch (kind) {
            case TASK_FAILS_WHILE_WRITING,
                    TASK_FAILS_BEFORE_FLUSH,
                    TASK_FAILS_AFTER_FLUSH,
                    CHECKPOINT_DECLINED,
                    CHECKPOINT_NOT_COMPLETED -> board.fail(INSIDE_THE_JOB.get(kind));
            case ORACLE_CUT_BEFORE_COMMIT -> standIn.faults().onCommit(new OneCut(kind, CommitFate.CUT_BEFORE));
            case ORACLE_CUT_AFTER_COMMIT -> standIn.faults().onCommit(new OneCut(kind, CommitFate.CUT_AFTER));
            case ORACLE_CUT_AT_ONCE -> {
                standIn.faults().cutAll();
                count(kind);
            }
            case ORACLE_STALLED -> stall();
            case ORACLE_DEADLOCK -> {
                standIn.faults().raise(DEADLOCK, CHANGE_OF_A_TABLE, 1 + deck.number(5), deck.number(3));
                count(kind);
            }
            case NEWER_WRITER -> {
                migration.raiseGenerations(1 + deck.number(3));
                count(kind);
            }
            case JOB_REPLACED -> replaceJob();
            case COPY_KILLED ->
                terminate(
                        kind,
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE"
                                + " datname = current_database() AND state <> 'idle' AND query ILIKE 'COPY%TO STDOUT%'"
                                + " AND pid <> pg_backend_pid()");
            case WALSENDER_KILLED ->
                terminate(
                        kind,
                        "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots" + " WHERE slot_name = '"
                                + ChaosMigration.SLOT + "' AND active_pid IS NOT NULL");
            case COMMITS_UNSEEN -> hideCommits();
            case POSTGRES_CRASHED -> crash();
            case STOPPED_WITH_SAVEPOINT -> {
                calm();
                migration.stopWithSavepointAndRestore(parallelism());
                count(kind);
            }
            case CANCELLED_AND_RESTORED -> {
                migration.cancelAndRestore(parallelism());
                count(kind);
            }
        }
    }

    private int parallelism() {
        return 1 + deck.number(LocalFlink.SLOTS);
    }

    private void stall() throws InterruptedException {
        Hold hold = standIn.faults().silenceAll();
        try {
            Thread.sleep(200 + deck.number(2_500));
        } finally {
            hold.release();
        }
        count(FaultKind.ORACLE_STALLED);
    }

    private void hideCommits() throws InterruptedException {
        postgres.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'", "SELECT pg_reload_conf()");
        try {
            Thread.sleep(300 + deck.number(1_200));
        } finally {
            postgres.execute("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()");
        }
        count(FaultKind.COMMITS_UNSEEN);
    }

    private void crash() throws InterruptedException {
        history.commitLazily(true);
        Thread.sleep(300 + deck.number(1_200));
        postgres.kill();
        postgres.restart();
        history.commitLazily(false);
        count(FaultKind.POSTGRES_CRASHED);
    }

    private void replaceJob() throws Exception {
        calm();
        boolean inCopy = !migration.streams();
        try (Freeze frozen = migration.freezeBetweenTransactions()) {
            waitUntil(FREEZE, () -> frozen.held() > 0);
            Thread.sleep(FREEZE.toMillis());
            frozen.sparesNewcomers();
            RunningJob first = migration.startBeside(parallelism());
            // A slot has one reader: while the first job streams, the second waits for it and cannot.
            waitUntil(
                    REPLACEMENT,
                    () -> migration.failure().isPresent()
                            || migration.completedCheckpoints() > 0 && (!inCopy || migration.streams()));
            frozen.release();
            waitUntil(AFTERLIFE, () -> first.status().isGloballyTerminalState());
            migration.endOneOfTwo(first);
        }
        count(FaultKind.JOB_REPLACED);
    }

    private static void waitUntil(Duration longest, Callable<Boolean> reached) throws Exception {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!reached.call() && System.nanoTime() - deadline < 0) {
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Ends a backend that {@code sql} finds; between two chunks, or two attempts, there may be none for a while. */
    private void terminate(FaultKind kind, String sql) throws SQLException {
        long deadline = System.nanoTime() + TARGET_SEARCH.toNanos();
        try (Connection connection = postgres.connect();
                PreparedStatement terminate = connection.prepareStatement(sql)) {
            boolean found = false;
            while (!found && System.nanoTime() - deadline < 0) {
                try (ResultSet ended = terminate.executeQuery()) {
                    found = ended.next();
                }
            }
            if (found) {
                count(kind);
            }
        }
    }

    private void count(FaultKind kind) {
        done.merge(kind, 1, Integer::sum);
    }

    /** Cuts one commit that has rows of the migration in it, not one that opens or releases lanes. */
    private final class OneCut implements CommitRule {
        private final FaultKind kind;
        private final CommitFate fate;
        private boolean done;

        OneCut(FaultKind kind, CommitFate fate) {
            this.kind = kind;
            this.fate = fate;
        }

        @Override
        public CommitFate fate(CommitAttempt attempt) {
            if (done || attempt.tables().stream().allMatch(table -> table.startsWith("SEALANE"))) {
                return CommitFate.PROCEED;
            }
            done = true;
            count(kind);
            return fate;
        }
    }
}
