package io.sealane.source.chunk;

import io.sealane.config.Mode;
import io.sealane.model.Lsn;
import io.sealane.model.TableId;
import io.sealane.source.postgres.copy.KeyRange;
import io.sealane.source.split.CdcTableId;
import io.sealane.source.split.ChunkBounds;
import io.sealane.source.split.StreamPosition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.cdc.connectors.base.source.assigner.AssignerStatus;
import org.apache.flink.cdc.connectors.base.source.assigner.SplitAssigner;
import org.apache.flink.cdc.connectors.base.source.assigner.state.PendingSplitsState;
import org.apache.flink.cdc.connectors.base.source.meta.offset.Offset;
import org.apache.flink.cdc.connectors.base.source.meta.split.FinishedSnapshotSplitInfo;
import org.apache.flink.cdc.connectors.base.source.meta.split.SnapshotSplit;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitBase;
import org.apache.flink.cdc.connectors.base.source.meta.split.StreamSplit;
import org.apache.flink.cdc.connectors.postgres.source.offset.PostgresOffsetFactory;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the chunks of the table snapshot, then, when all of them are durable, the one stream split.
 *
 * <p>In place of Flink CDC's own assigner, which plans in a thread beside the one that writes checkpoints (a checkpoint in
 * the wrong moment loses a chunk), plans whole tables ahead, keeps every chunk for ever, and goes on counting a chunk as
 * read after its reader went back to a checkpoint before the report. Here everything is confined to the coordinator's
 * thread, planning is asked for a few chunks at a time, and a durable chunk is forgotten.
 */
public final class ChunkAssigner implements SplitAssigner {
    /** Chunks planned ahead of the readers: enough that none waits, few enough that a checkpoint stays small. */
    private static final int PLANNED_AHEAD = 64;

    private final String database;
    private final ChunkLedger<SnapshotSplit> ledger = new ChunkLedger<>();
    private final List<TableId> plannedTables = new ArrayList<>();
    private @Nullable PlanCursor cursor;
    private @Nullable StreamPosition start;
    private Lsn snapshotEnd = Lsn.ZERO;
    private boolean streamAssigned;
    private @Nullable StreamSplit returnedStream;
    private int reporter = -1;

    /** The state of a migration that begins. */
    public ChunkAssigner(String database, Mode mode, List<TableId> tables) {
        this.database = database;
        if (mode == Mode.INCREMENTAL) {
            plannedTables.addAll(tables);
        } else {
            cursor = PlanCursor.first(tables);
        }
    }

    /** The state that a checkpoint holds. */
    public ChunkAssigner(String database, AssignerState state) {
        this.database = database;
        this.plannedTables.addAll(state.plannedTables());
        this.cursor = state.cursor();
        this.start = state.start();
        this.snapshotEnd = state.snapshotEnd();
        this.streamAssigned = state.streamAssigned();
        state.planned().forEach(split -> ledger.plan(split.splitId(), split));
        state.open().forEach(split -> ledger.restoreOpen(split.splitId(), split));
    }

    /** Where the stream will begin; null before the source was asked. */
    @Nullable
    StreamPosition start() {
        return start;
    }

    boolean isStreamAssigned() {
        return streamAssigned;
    }

    /** The source was asked: the migration begins at {@code position}. */
    void startAt(Beginning beginning) {
        StreamPosition position = beginning.start();
        start = position;
        List<TableId> only = beginning.only();
        if (only != null && cursor != null) {
            plannedTables.addAll(cursor.tables());
            plannedTables.removeAll(only);
            cursor = PlanCursor.first(
                    cursor.tables().stream().filter(only::contains).toList());
        }
        snapshotEnd = Lsn.max(snapshotEnd, position.lsn());
    }

    /** What is to be planned next; empty if enough is planned or nothing is left. */
    Optional<PlanCursor> wanted() {
        return start == null || ledger.plannedCount() >= PLANNED_AHEAD ? Optional.empty() : Optional.ofNullable(cursor);
    }

    /** Takes chunks that were planned from {@link #wanted} on. */
    void planned(PlannedChunks chunks) {
        TableId table = chunks.table();
        int number = chunks.firstNumber();
        for (KeyRange range : chunks.ranges()) {
            SnapshotSplit split = new SnapshotSplit(
                    CdcTableId.of(database, table),
                    number++,
                    ChunkBounds.TYPE,
                    ChunkBounds.bound(range.from()),
                    ChunkBounds.bound(range.to()),
                    null,
                    new HashMap<>());
            ledger.plan(split.splitId(), split);
        }
        if (chunks.isLast()) {
            plannedTables.add(table);
        }
        cursor = chunks.next();
    }

    @Override
    public void open() {}

    @Override
    public Optional<SourceSplitBase> getNext() {
        SnapshotSplit chunk = ledger.handOut();
        if (chunk != null) {
            return Optional.of(chunk);
        }
        if (start == null || cursor != null || !ledger.isSettled() || streamAssigned) {
            return Optional.empty();
        }
        streamAssigned = true;
        return Optional.of(returnedStream != null ? returnedStream : firstStream(start));
    }

    private StreamSplit firstStream(StreamPosition position) {
        return new StreamSplit(
                StreamSplit.STREAM_SPLIT_ID,
                position.withConsistencyPoint(snapshotEnd).toOffset(),
                new PostgresOffsetFactory().createNoStoppingOffset(),
                new ArrayList<>(),
                new HashMap<>(),
                0,
                false,
                true);
    }

    /** The reports that come next are of this reader. */
    void expectReportsOf(int reader) {
        reporter = reader;
    }

    @Override
    public void onFinishedSplits(Map<String, Offset> finished) {
        finished.forEach((id, end) -> {
            ledger.report(id, reporter);
            snapshotEnd = Lsn.max(snapshotEnd, StreamPosition.lsnOf(end));
        });
    }

    /** {@code reader} goes back to the last completed checkpoint. */
    void reset(int reader) {
        ledger.reset(reader);
    }

    @Override
    public void addSplits(Collection<SourceSplitBase> splits) {
        for (SourceSplitBase split : splits) {
            if (split.isStreamSplit()) {
                streamAssigned = false;
                returnedStream = split.asStreamSplit();
            } else {
                ledger.giveBack(split.splitId());
            }
        }
    }

    @Override
    public PendingSplitsState snapshotState(long checkpointId) {
        ledger.checkpoint(checkpointId);
        return new AssignerState(
                        List.copyOf(plannedTables),
                        cursor,
                        start,
                        snapshotEnd,
                        streamAssigned,
                        ledger.planned(),
                        List.copyOf(ledger.unreported().values()))
                .toFlink(database);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        ledger.checkpointCompleted(checkpointId);
    }

    @Override
    public boolean waitingForFinishedSplits() {
        return !ledger.isSettled();
    }

    @Override
    public boolean noMoreSplits() {
        return streamAssigned;
    }

    /** Tables of which every chunk is durable. */
    Set<TableId> copiedTables() {
        Set<TableId> copied = new HashSet<>(plannedTables);
        Stream.concat(ledger.planned().stream(), ledger.open().stream())
                .forEach(chunk -> copied.remove(CdcTableId.decode(chunk.getTableId())));
        return copied;
    }

    /** The consistency point, once the stream is assigned. */
    Lsn snapshotEnd() {
        return snapshotEnd;
    }

    ChunkLedger<SnapshotSplit> ledger() {
        return ledger;
    }

    /** The stream split carries no list of chunks, so nobody asks for one. */
    @Override
    public List<FinishedSnapshotSplitInfo> getFinishedSplitInfos() {
        return List.of();
    }

    @Override
    public AssignerStatus getAssignerStatus() {
        return streamAssigned ? AssignerStatus.INITIAL_ASSIGNING_FINISHED : AssignerStatus.INITIAL_ASSIGNING;
    }

    @Override
    public void startAssignNewlyAddedTables() {
        throw new UnsupportedOperationException("BUG: tables are not added to a running migration");
    }

    @Override
    public void onStreamSplitUpdated() {
        throw new UnsupportedOperationException("BUG: the stream split never changes");
    }

    @Override
    public void close() {}
}
