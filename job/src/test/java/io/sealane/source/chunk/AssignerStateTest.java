package io.sealane.source.chunk;

import io.sealane.config.Mode;
import io.sealane.model.Lsn;
import io.sealane.model.TableId;
import io.sealane.model.Witness;
import io.sealane.source.postgres.SourceIdentity;
import io.sealane.source.postgres.copy.KeyRange;
import io.sealane.source.split.ChunkBounds;
import io.sealane.source.split.StreamPosition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.cdc.connectors.base.source.assigner.state.PendingSplitsState;
import org.apache.flink.cdc.connectors.base.source.assigner.state.PendingSplitsStateSerializer;
import org.apache.flink.cdc.connectors.base.source.meta.offset.OffsetFactory;
import org.apache.flink.cdc.connectors.base.source.meta.split.SnapshotSplit;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitBase;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitSerializer;
import org.apache.flink.cdc.connectors.postgres.source.offset.PostgresOffsetFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The assigner across a checkpoint, through the bytes that Flink keeps. */
class AssignerStateTest {
    private static final TableId FIRST = new TableId("public", "first");
    private static final TableId SECOND = new TableId("Sales.EU", "Order \"Items\"");
    private static final StreamPosition START = StreamPosition.first(
            Witness.first(1, Lsn.parse("0/100")), new SourceIdentity("7351", 1, Lsn.parse("0/200"), "app"), "lineage");

    private static ChunkAssigner assigner() {
        ChunkAssigner assigner = new ChunkAssigner("app", Mode.FULL_AND_INCREMENTAL, List.of(FIRST, SECOND));
        assigner.startAt(new Beginning(START, null));
        return assigner;
    }

    private static void plan(ChunkAssigner assigner, boolean last, KeyRange... ranges) {
        assigner.planned(new PlannedChunks(assigner.wanted().orElseThrow(), List.of(ranges), last));
    }

    private static ChunkAssigner restore(ChunkAssigner assigner, long checkpoint) throws IOException {
        PendingSplitsStateSerializer serializer = new PendingSplitsStateSerializer(new SplitSerializer());
        PendingSplitsState state = assigner.snapshotState(checkpoint);
        PendingSplitsState read = serializer.deserialize(serializer.getVersion(), serializer.serialize(state));
        return new ChunkAssigner("app", AssignerState.of(read));
    }

    private static final class SplitSerializer extends SourceSplitSerializer {
        private static final long serialVersionUID = 1L;

        @Override
        public OffsetFactory getOffsetFactory() {
            return new PostgresOffsetFactory();
        }
    }

    private static void report(ChunkAssigner assigner, SourceSplitBase chunk, String end) {
        assigner.expectReportsOf(0);
        assigner.onFinishedSplits(Map.of(chunk.splitId(), StreamPosition.offsetOf(Lsn.parse(end))));
    }

    private static List<KeyRange> handOutAll(ChunkAssigner assigner) {
        List<KeyRange> ranges = new ArrayList<>();
        for (var next = assigner.getNext(); next.isPresent(); next = assigner.getNext()) {
            ranges.add(ChunkBounds.rangeOf((SnapshotSplit) next.get()));
        }
        return ranges;
    }

    @Test
    void planningGoesOnWhereTheCheckpointLeftIt() throws Exception {
        // Given
        ChunkAssigner assigner = assigner();
        plan(assigner, true, new KeyRange(null, "ROW(5)"), new KeyRange("ROW(5)", null));
        plan(assigner, false, new KeyRange(null, "ROW('ü')"));
        // When
        ChunkAssigner restored = restore(assigner, 1);
        // Then
        assertThat(restored.wanted()).contains(new PlanCursor(List.of(SECOND), 1, "ROW('ü')"));
        assertThat(handOutAll(restored))
                .containsExactly(
                        new KeyRange(null, "ROW(5)"), new KeyRange("ROW(5)", null), new KeyRange(null, "ROW('ü')"));
    }

    @Test
    void chunkThatAReaderHoldsIsNeitherHandedOutAgainNorForgotten() throws Exception {
        ChunkAssigner assigner = assigner();
        plan(assigner, true, KeyRange.ALL);
        plan(assigner, true, KeyRange.ALL);
        SourceSplitBase held = assigner.getNext().orElseThrow();
        ChunkAssigner restored = restore(assigner, 1);
        assertThat(handOutAll(restored)).hasSize(1);
        assertThat(restored.waitingForFinishedSplits()).isTrue();
        assertThat(restored.ledger().open())
                .extracting(SourceSplitBase::splitId)
                .contains(held.splitId());
    }

    @Test
    void chunkReportedBeforeTheCheckpointIsDoneAndItsEndIsKept() throws Exception {
        // Given
        ChunkAssigner assigner = assigner();
        plan(assigner, true, KeyRange.ALL);
        plan(assigner, true, KeyRange.ALL);
        report(assigner, assigner.getNext().orElseThrow(), "0/500");
        report(assigner, assigner.getNext().orElseThrow(), "0/400");
        // When
        ChunkAssigner restored = restore(assigner, 1);
        // Then
        SourceSplitBase stream = restored.getNext().orElseThrow();
        StreamPosition position = StreamPosition.of(stream.asStreamSplit().getStartingOffset());
        assertThat(position.lsn()).isEqualTo(START.lsn());
        assertThat(position.consistencyPoint()).isEqualTo(Lsn.parse("0/500"));
        assertThat(position.held()).isTrue();
    }

    @Test
    void streamWaitsUntilEveryChunkIsDurable() {
        ChunkAssigner assigner = assigner();
        plan(assigner, true, KeyRange.ALL);
        plan(assigner, true, KeyRange.ALL);
        report(assigner, assigner.getNext().orElseThrow(), "0/500");
        report(assigner, assigner.getNext().orElseThrow(), "0/400");
        assertThat(assigner.getNext()).isEmpty();
        assigner.snapshotState(1);
        assertThat(assigner.getNext()).isEmpty();
        assigner.notifyCheckpointComplete(1);
        assertThat(assigner.getNext()).isPresent();
        assertThat(assigner.getNext()).as("once").isEmpty();
    }

    @Test
    void incrementalModeHasNothingButTheStream() {
        ChunkAssigner assigner = new ChunkAssigner("app", Mode.INCREMENTAL, List.of(FIRST, SECOND));
        assertThat(assigner.getNext()).as("before the source was asked").isEmpty();
        assigner.startAt(new Beginning(START, null));
        assertThat(assigner.getNext().orElseThrow().isStreamSplit()).isTrue();
    }

    @Test
    void planningStopsWhenEnoughIsPlanned() {
        ChunkAssigner assigner = assigner();
        for (int i = 0; assigner.wanted().isPresent(); i++) {
            plan(assigner, false, new KeyRange("ROW(" + i + ")", "ROW(" + (i + 1) + ")"));
        }
        assertThat(assigner.ledger().plannedCount()).isEqualTo(64);
        assigner.getNext();
        assertThat(assigner.wanted()).isPresent();
    }
}
