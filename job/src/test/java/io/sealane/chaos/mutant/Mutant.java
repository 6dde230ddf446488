package io.sealane.chaos.mutant;

import io.sealane.chaos.fault.FaultKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The protections that a run can do without: which method keeps each, what it does once it is off, and the faults that
 * need it.
 */
public enum Mutant {
    PINNED_LOW_WATERMARK(
            "the stream starts where the copy ended, not where the slot stands",
            Cut.of(
                    "io.sealane.source.split.StreamPosition",
                    "withConsistencyPoint",
                    Cuts.StartsAtConsistencyPoint.class)),
    COVERED_START(
            "the reader starts beyond the lowest fence",
            Cut.of("io.sealane.source.postgres.stream.StreamGuard", "requireCoveredStart", Cuts.StartsUncovered.class),
            0,
            2,
            FaultKind.TASK_FAILS_WHILE_WRITING),
    OPEN_CHECK(
            "writers take a stream that starts beyond their fence",
            Cut.of("io.sealane.fence.LaneState", "attach", Cuts.AttachesUnchecked.class),
            0,
            2,
            FaultKind.TASK_FAILS_WHILE_WRITING),
    DURABILITY_WAIT(
            "rows are copied and re-read before their commits are on disk",
            new Cut(
                    "io.sealane.source.postgres.Durability",
                    "awaitFlushed",
                    "io.sealane.source.postgres.Durability$Nudge",
                    Cuts.WaitsForNoFlush.class),
            2,
            0,
            FaultKind.POSTGRES_KILLED),
    DURABLE_CHUNKS(
            "the stream is handed out when every chunk was read, not when a checkpoint has them",
            Cut.of("io.sealane.source.chunk.ChunkLedger", "isSettled", Cuts.SettledWhenRead.class),
            1,
            0,
            FaultKind.ORACLE_STALLED_AT_END_OF_COPY),
    HOLD_UNTIL_CHECKPOINT(
            "the stream begins without waiting for a checkpoint behind the copy",
            Cut.of("io.sealane.source.fetch.StreamProgress", "isHeldByCheckpoint", Cuts.HeldByNoCheckpoint.class),
            1,
            0,
            FaultKind.ORACLE_STALLED_AT_END_OF_COPY),
    COPIED_ROW_CHECK(
            "a copied row is written over changes of its lane",
            Cut.of("io.sealane.fence.LaneState", "requireCopying", Cuts.TakesCopiedRows.class),
            1,
            0,
            FaultKind.ORACLE_STALLED_AT_END_OF_COPY),
    FENCE(
            "events at or below the fence are applied again",
            Cut.of("io.sealane.fence.LaneState", "accept", Cuts.AcceptsAgain.class),
            0,
            2,
            FaultKind.TASK_FAILS_AFTER_FLUSH,
            FaultKind.WALSENDER_KILLED),
    GENERATION(
            "a writer that was replaced goes on writing",
            Cut.of("io.sealane.sink.FenceStore", "advance", Cuts.WithoutGeneration.class),
            1,
            0,
            FaultKind.JOB_REPLACED),
    COMPARE_AND_SET(
            "a fence moves wherever its row stands, not from where its writer left it",
            Cut.of("io.sealane.sink.FenceStore", "advance", Cuts.WithoutComparison.class),
            1,
            0,
            FaultKind.JOB_REPLACED),
    MARK(
            "lanes without changes do not learn how far the stream is",
            Cut.of("io.sealane.fence.LaneState", "mark", Cuts.KnowsNoMarks.class),
            0,
            1,
            FaultKind.STOPPED_WITH_SAVEPOINT),
    BOUNDARY_STATE(
            "a restart begins behind the transaction that was open, not before it",
            Cut.of("io.sealane.source.event.ChangeTranslator", "begin", Cuts.EndsAtBegin.class),
            0,
            2,
            FaultKind.TASK_FAILS_INSIDE_TRANSACTION),
    TOAST_FILL(
            "values that the stream left out are not filled from the old row",
            Cut.of("io.sealane.model.RowText", "fillUnchangedFrom", Cuts.FillsNothing.class),
            0,
            1,
            FaultKind.COMMITS_UNSEEN),
    TOAST_REREAD(
            "a row whose value the stream left out is not read again",
            Cut.of("io.sealane.plan.SourceRowFetcher", "fetch", Cuts.FetchesNothing.class),
            0,
            1,
            FaultKind.COMMITS_UNSEEN),
    VISIBLE_BEFORE_REREAD(
            "a row is read again before its change can be seen",
            Cut.of("io.sealane.source.postgres.stream.VisibleTransactions", "contains", Cuts.SeesAll.class),
            0,
            2,
            FaultKind.COMMITS_UNSEEN),
    UNKNOWN_COMMIT(
            "a commit without an answer counts as done",
            Cut.of("io.sealane.sink.FencedTransactions$Try", "isResolvedAsCommitted", Cuts.BelievesInCommit.class),
            0,
            2,
            FaultKind.ORACLE_CUT_BEFORE_COMMIT),
    RECURRING_KEY(
            "changes of one key go into one array, by kind and not in order",
            Cut.of("io.sealane.sink.ChangeBuffer", "roundOf", Cuts.OneRound.class)),
    ACKNOWLEDGE_COMPLETED(
            "the slot is acknowledged as far as was read, not as far as checkpoints have it",
            Cut.of("io.sealane.source.postgres.stream.ChangeStream", "noteIdle", Cuts.AcknowledgesAsRead.class),
            0,
            2,
            FaultKind.TASK_FAILS_WHILE_WRITING,
            FaultKind.WALSENDER_KILLED);

    private final String off;
    private final Cut cut;
    private final int copyFaults;
    private final int streamFaults;
    private final List<FaultKind> faults;

    /** The writers alone are enough. */
    Mutant(String off, Cut cut) {
        this(off, cut, 0, 0);
    }

    /**
     * @param copyFaults how many are done to the copy
     * @param streamFaults how many are done after that
     */
    Mutant(String off, Cut cut, int copyFaults, int streamFaults, FaultKind... faults) {
        this.off = off;
        this.cut = cut;
        this.copyFaults = copyFaults;
        this.streamFaults = streamFaults;
        this.faults = List.of(faults);
    }

    /** What happens while it is off. */
    public String off() {
        return off;
    }

    Cut cut() {
        return cut;
    }

    /** The faults that cannot be survived without it; none if the writers alone are enough. */
    List<FaultKind> faults() {
        return faults;
    }

    int copyFaults() {
        return copyFaults;
    }

    int streamFaults() {
        return streamFaults;
    }

    /** As it is written on the command line, in any case. */
    public static Mutant named(String name) {
        return Arrays.stream(values())
                .filter(mutant -> mutant.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "No protection is called '" + name + "'. There are: " + Arrays.toString(values())));
    }
}
