package io.sealane.chaos;

import io.sealane.chaos.fault.FaultBoard;
import io.sealane.chaos.fault.FaultBoard.Point;
import io.sealane.chaos.fault.FaultDeck;
import io.sealane.chaos.fault.FaultKind;
import io.sealane.chaos.history.ChaosTable;
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
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Faults to a job in this process. One that is asked of the job itself counts when the job meets it. */
final class InProcessFaults implements FaultInjector {
    /** Longer than a lease goes without being renewed, so that every session ends a transaction meanwhile. */
    private static final Duration FREEZE = Duration.ofMillis(2_200);

    private static final Duration REPLACEMENT = Duration.ofSeconds(30);
    private static final Duration AFTERLIFE = Duration.ofSeconds(3);
    private static final Duration LONG_TRANSACTION = Duration.ofSeconds(10);
    private static final Duration END_OF_COPY = Duration.ofSeconds(8);
    private static final Duration AFTER_ATTACHING = Duration.ofMillis(500);
    private static final ChaosTable NEAR_THE_END = ChaosTable.TIMESTAMP_KEY;
    private static final long POLL_MILLIS = 50;
    private static final int DEADLOCK = 60;
    private static final Pattern CHANGE_OF_A_TABLE =
            Pattern.compile("^(INSERT INTO|UPDATE|DELETE FROM) \"CHAOS\"\\.\"(?!SEALANE)");
    private static final Map<FaultKind, Point> INSIDE_THE_JOB = new EnumMap<>(Map.of(
            FaultKind.TASK_FAILS_WHILE_WRITING, Point.WRITE,
            FaultKind.TASK_FAILS_BEFORE_FLUSH, Point.BEFORE_FLUSH,
            FaultKind.TASK_FAILS_AFTER_FLUSH, Point.AFTER_FLUSH,
            FaultKind.TASK_FAILS_INSIDE_TRANSACTION, Point.INSIDE_TRANSACTION,
            FaultKind.CHECKPOINT_DECLINED, Point.TASK_STATE,
            FaultKind.CHECKPOINT_NOT_COMPLETED, Point.CHECKPOINT_METADATA));

    private final DatabaseFaults databases;
    private final History history;
    private final OracleStandIn standIn;
    private final FaultBoard board;
    private final ChaosMigration migration;
    private final FaultDeck deck;
    private final Map<FaultKind, Integer> done = new ConcurrentHashMap<>();

    InProcessFaults(ChaosMigration migration, History history, FaultDeck deck) {
        this.migration = migration;
        this.history = history;
        this.databases = new DatabaseFaults(migration, history, deck);
        this.standIn = migration.standIn();
        this.board = migration.board();
        this.deck = deck;
    }

    @Override
    public void calm() {
        board.calm();
        standIn.faults().clear();
    }

    @Override
    public Map<FaultKind, Integer> injected() {
        Map<FaultKind, Integer> all = new EnumMap<>(FaultKind.class);
        all.putAll(done);
        INSIDE_THE_JOB.forEach((kind, point) -> all.put(kind, board.fired(point)));
        return all;
    }

    @Override
    public Optional<String> inject(FaultKind kind) throws Exception {
        switch (kind) {
            case TASK_FAILS_WHILE_WRITING,
                    TASK_FAILS_BEFORE_FLUSH,
                    TASK_FAILS_AFTER_FLUSH,
                    CHECKPOINT_DECLINED,
                    CHECKPOINT_NOT_COMPLETED -> board.fail(INSIDE_THE_JOB.get(kind));
            case TASK_FAILS_INSIDE_TRANSACTION -> failInsideTransaction();
            case ORACLE_CUT_BEFORE_COMMIT -> standIn.faults().onCommit(new OneCut(kind, CommitFate.CUT_BEFORE));
            case ORACLE_CUT_AFTER_COMMIT -> standIn.faults().onCommit(new OneCut(kind, CommitFate.CUT_AFTER));
            case ORACLE_CUT_AT_ONCE -> {
                standIn.faults().cutAll();
                count(kind);
            }
            case ORACLE_STALLED -> stall();
            case ORACLE_STALLED_AT_END_OF_COPY -> stallEndOfCopy();
            case ORACLE_DEADLOCK -> {
                standIn.faults().raise(DEADLOCK, CHANGE_OF_A_TABLE, 1 + deck.number(5), deck.number(3));
                count(kind);
            }
            case JOB_REPLACED -> replaceJob();
            case NEWER_WRITER, COPY_KILLED, WALSENDER_KILLED, COMMITS_UNSEEN, POSTGRES_KILLED -> {
                if (databases.inject(kind)) {
                    count(kind);
                }
            }
            case STOPPED_WITH_SAVEPOINT -> {
                calm();
                migration.stopWithSavepointAndRestore(parallelism());
                count(kind);
            }
            case CANCELLED_AND_RESTORED -> {
                migration.cancelAndRestore(parallelism());
                count(kind);
            }
            default -> throw new IllegalArgumentException("BUG: " + kind + " needs processes of its own");
        }
        return Optional.empty();
    }

    private int parallelism() {
        return 1 + deck.number(LocalFlink.SLOTS);
    }

    private void failInsideTransaction() throws Exception {
        int before = board.fired(Point.INSIDE_TRANSACTION);
        board.fail(Point.INSIDE_TRANSACTION);
        history.writeLongTransaction();
        waitUntil(LONG_TRANSACTION, () -> board.fired(Point.INSIDE_TRANSACTION) > before);
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

    /**
     * Stalls while the last rows are copied, until the stream has attached, if it does: a stream that begins before all
     * copied rows are through finds them waiting in front of the writers. What is left fits into the buffers there.
     */
    private void stallEndOfCopy() throws Exception {
        waitUntil(
                REPLACEMENT,
                () -> migration.target().hasRowsOf(NEAR_THE_END)
                        || migration.failure().isPresent());
        if (migration.streams()) {
            return;
        }
        // Newer sessions are served: the stream looks at the fences before it attaches.
        long newest = standIn.counters().connectionsOpened();
        try (Hold hold = standIn.faults().silence(session -> session <= newest)) {
            waitUntil(END_OF_COPY, databases::isSlotActive);
            Thread.sleep(AFTER_ATTACHING.toMillis());
        }
        count(FaultKind.ORACLE_STALLED_AT_END_OF_COPY);
    }

    private void replaceJob() throws Exception {
        calm();
        boolean inCopy = !migration.streams();
        try (Freeze frozen = migration.freezeBetweenTransactions()) {
            waitUntil(
                    REPLACEMENT, () -> frozen.held() > 0 || migration.failure().isPresent());
            Thread.sleep(FREEZE.toMillis());
            if (frozen.held() == 0) {
                return;
            }
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
