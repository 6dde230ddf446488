package io.sealane.source.chunk;

import io.sealane.model.Lsn;
import io.sealane.model.TableId;
import io.sealane.source.split.CdcTableId;
import io.sealane.source.split.StreamPosition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.flink.cdc.connectors.base.source.assigner.AssignerStatus;
import org.apache.flink.cdc.connectors.base.source.assigner.state.ChunkSplitterState;
import org.apache.flink.cdc.connectors.base.source.assigner.state.HybridPendingSplitsState;
import org.apache.flink.cdc.connectors.base.source.assigner.state.PendingSplitsState;
import org.apache.flink.cdc.connectors.base.source.assigner.state.SnapshotPendingSplitsState;
import org.apache.flink.cdc.connectors.base.source.meta.offset.Offset;
import org.apache.flink.cdc.connectors.base.source.meta.split.SchemalessSnapshotSplit;
import org.apache.flink.cdc.connectors.base.source.meta.split.SnapshotSplit;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint holds of {@link ChunkAssigner}, to and from the form that Flink CDC writes.
 *
 * @param plannedTables tables whose chunks are all planned
 * @param cursor where planning goes on; null when all is planned
 * @param start null if the source was not asked yet
 * @param snapshotEnd highest end of a chunk that was reported
 * @param planned chunks that nobody has
 * @param open chunks that readers hold unfinished
 */
public record AssignerState(
        List<TableId> plannedTables,
        @Nullable PlanCursor cursor,
        @Nullable StreamPosition start,
        Lsn snapshotEnd,
        boolean streamAssigned,
        List<SnapshotSplit> planned,
        List<SnapshotSplit> open) {
    private static final String START = "start";
    private static final String SNAPSHOT_END = "snapshot-end";

    /** Every table that the migration was begun with. */
    public Collection<TableId> tables() {
        TreeSet<TableId> tables = new TreeSet<>(plannedTables);
        if (cursor != null) {
            tables.addAll(cursor.tables());
        }
        return tables;
    }

    PendingSplitsState toFlink(String database) {
        Map<String, Offset> offsets = new HashMap<>();
        offsets.put(SNAPSHOT_END, StreamPosition.offsetOf(snapshotEnd));
        if (start != null) {
            offsets.put(START, start.toOffset());
        }
        Map<String, SchemalessSnapshotSplit> assigned = new LinkedHashMap<>();
        open.forEach(split -> assigned.put(split.splitId(), split.toSchemalessSnapshotSplit()));
        return new HybridPendingSplitsState(
                new SnapshotPendingSplitsState(
                        names(database, plannedTables),
                        new ArrayList<>(planned.stream()
                                .map(SnapshotSplit::toSchemalessSnapshotSplit)
                                .toList()),
                        assigned,
                        new HashMap<>(),
                        offsets,
                        AssignerStatus.INITIAL_ASSIGNING,
                        names(database, cursor == null ? List.of() : cursor.tables()),
                        true,
                        true,
                        new HashMap<>(),
                        splitterState(database)),
                streamAssigned);
    }

    private ChunkSplitterState splitterState(String database) {
        if (cursor == null || cursor.from() == null) {
            return ChunkSplitterState.NO_SPLITTING_TABLE_STATE;
        }
        byte[] from = cursor.from().getBytes(StandardCharsets.UTF_8);
        return new ChunkSplitterState(
                CdcTableId.of(database, cursor.table()), ChunkSplitterState.ChunkBound.middleOf(from), cursor.chunk());
    }

    public static AssignerState of(PendingSplitsState restored) {
        if (!(restored instanceof HybridPendingSplitsState hybrid)) {
            throw new IllegalStateException("BUG: unknown enumerator state " + restored.getClass());
        }
        SnapshotPendingSplitsState state = hybrid.getSnapshotPendingSplits();
        Offset start = state.getSplitFinishedOffsets().get(START);
        Offset snapshotEnd = state.getSplitFinishedOffsets().get(SNAPSHOT_END);
        return new AssignerState(
                tables(state.getAlreadyProcessedTables()),
                cursor(state),
                start == null ? null : StreamPosition.of(start),
                snapshotEnd == null ? Lsn.ZERO : StreamPosition.lsnOf(snapshotEnd),
                hybrid.isStreamSplitAssigned(),
                splits(state.getRemainingSplits()),
                splits(state.getAssignedSplits().values()));
    }

    private static @Nullable PlanCursor cursor(SnapshotPendingSplitsState state) {
        List<TableId> tables = tables(state.getRemainingTables());
        ChunkSplitterState splitter = state.getChunkSplitterState();
        if (tables.isEmpty() || splitter.getNextChunkStart() == null || splitter.getNextChunkId() == null) {
            return PlanCursor.first(tables);
        }
        byte[] from = (byte[]) splitter.getNextChunkStart().getValue();
        if (from == null) {
            throw new IllegalStateException("BUG: the enumerator's state has a chunk without a bound");
        }
        return new PlanCursor(tables, splitter.getNextChunkId(), new String(from, StandardCharsets.UTF_8));
    }

    /** Chunks leave here with a schema map that can be serialized: an empty one. */
    private static List<SnapshotSplit> splits(Collection<SchemalessSnapshotSplit> schemaless) {
        return schemaless.stream()
                .map(split -> new SnapshotSplit(
                        split.getTableId(),
                        split.splitId(),
                        split.getSplitKeyType(),
                        split.getSplitStart(),
                        split.getSplitEnd(),
                        split.getHighWatermark(),
                        new HashMap<>()))
                .toList();
    }

    private static List<io.debezium.relational.TableId> names(String database, List<TableId> tables) {
        return new ArrayList<>(
                tables.stream().map(id -> CdcTableId.of(database, id)).toList());
    }

    private static List<TableId> tables(Collection<io.debezium.relational.TableId> names) {
        return names.stream().map(CdcTableId::decode).toList();
    }
}
