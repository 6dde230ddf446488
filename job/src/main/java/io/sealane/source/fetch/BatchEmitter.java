package io.sealane.source.fetch;

import io.sealane.model.LaneEvent;
import io.sealane.source.event.EventBatch;
import io.sealane.source.progress.CommitSeen;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitState;
import org.apache.flink.cdc.connectors.base.source.metrics.SourceReaderMetrics;
import org.apache.flink.cdc.connectors.base.source.reader.IncrementalSourceRecordEmitter;
import org.apache.flink.cdc.connectors.postgres.source.offset.PostgresOffsetFactory;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Emits a batch and moves the stream's state to its boundary, in one step: a checkpoint sees both or neither. Runs in
 * Flink's task thread.
 */
public final class BatchEmitter extends IncrementalSourceRecordEmitter<LaneEvent> {
    /** How often the coordinator is told of a commit at most. */
    private static final Duration TELLING = Duration.ofSeconds(1);

    private final ReaderMetrics metrics;
    private final InFlight inFlight;
    private final Consumer<SourceEvent> coordinator;
    private long nextTellingNanos = System.nanoTime();

    /** @param coordinator is told of commits that go by */
    public BatchEmitter(ReaderScope scope, Consumer<SourceEvent> coordinator) {
        // The connector's own metrics count what never passes here: they would stand at 0 for ever beside ours.
        super(
                new NoDeserializer(),
                new SourceReaderMetrics(UnregisteredMetricsGroup.createSourceReaderMetricGroup()),
                false,
                new PostgresOffsetFactory());
        this.coordinator = coordinator;
        this.metrics = scope.metrics();
        this.inFlight = scope.inFlight();
    }

    @Override
    protected void processElement(SourceRecord element, SourceOutput<LaneEvent> output, SourceSplitState state)
            throws Exception {
        if (!(element instanceof BatchRecord record)) {
            super.processElement(element, output, state);
            return;
        }
        for (LaneEvent event : record.batch().events()) {
            output.collect(event);
        }
        if (record.boundary() != null) {
            state.asStreamSplitState().setStartingOffset(record.boundary());
        }
        metrics.emitted(record.batch());
        inFlight.emitted(record.batch().bytes());
        tell(record.batch());
    }

    private void tell(EventBatch batch) {
        if (batch.transactions() > 0 && batch.boundary() != null && System.nanoTime() - nextTellingNanos >= 0) {
            nextTellingNanos = System.nanoTime() + TELLING.toNanos();
            coordinator.accept(new CommitSeen(batch.boundary(), batch.commitMicros()));
        }
    }
}
