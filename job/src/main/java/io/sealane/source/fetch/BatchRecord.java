package io.sealane.source.fetch;

import io.sealane.source.event.EventBatch;
import org.apache.flink.cdc.connectors.postgres.source.offset.PostgresOffset;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * A batch in the dress of the one thing that Flink CDC's queue takes. Nothing on its way looks inside: the fetchers ask
 * {@link FetchContext#isDataChangeRecord}, which says no, and {@link BatchEmitter} is ours.
 */
final class BatchRecord extends SourceRecord {
    private final EventBatch batch;
    private final @Nullable PostgresOffset boundary;

    /** @param boundary what the stream's state becomes with this batch; null to leave it */
    @SuppressWarnings("NullAway") // null schemas and values are what says "no record" to Flink CDC
    BatchRecord(EventBatch batch, @Nullable PostgresOffset boundary) {
        super(null, null, null, null, null, null, null, null);
        this.batch = batch;
        this.boundary = boundary;
    }

    EventBatch batch() {
        return batch;
    }

    @Nullable
    PostgresOffset boundary() {
        return boundary;
    }
}
