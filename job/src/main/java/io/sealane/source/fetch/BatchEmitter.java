package io.sealane.source.fetch;

import io.sealane.model.LaneEvent;
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
    private final ReaderMetrics metrics;
    private final InFlight inFlight;

    public BatchEmitter(ReaderScope scope) {
        // The connector's own metrics count what never passes here: they would stand at 0 for ever beside ours.
        super(
                new NoDeserializer(),
                new SourceReaderMetrics(UnregisteredMetricsGroup.createSourceReaderMetricGroup()),
                false,
                new PostgresOffsetFactory());
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
    }
}
