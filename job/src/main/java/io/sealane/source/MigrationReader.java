package io.sealane.source;

import io.sealane.source.fetch.ReaderScope;
import io.sealane.source.progress.JobProgress;
import io.sealane.source.split.Faults;
import io.sealane.source.split.StreamPosition;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.cdc.connectors.base.config.SourceConfig;
import org.apache.flink.cdc.connectors.base.source.meta.offset.Offset;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitSerializer;
import org.apache.flink.cdc.connectors.base.source.reader.IncrementalSourceReaderContext;
import org.apache.flink.cdc.connectors.postgres.source.PostgresDialect;
import org.apache.flink.cdc.connectors.postgres.source.reader.PostgresSourceReader;
import org.apache.flink.connector.base.source.reader.RecordEmitter;
import org.apache.flink.connector.base.source.reader.synchronization.FutureCompletingBlockingQueue;
import org.apache.flink.core.io.InputStatus;

/** The connector's reader, which tells completed checkpoints to our stream task and not to the connector's. */
@SuppressWarnings({"rawtypes", "unchecked", "try"})
final class MigrationReader extends PostgresSourceReader {
    private final ReaderScope scope;

    /** Checkpoints of this attempt that are under way. */
    private final TreeSet<Long> taken = new TreeSet<>();

    MigrationReader(
            FutureCompletingBlockingQueue elements,
            Supplier splitReaders,
            RecordEmitter emitter,
            IncrementalSourceReaderContext context,
            SourceConfig config,
            SourceSplitSerializer splitSerializer,
            PostgresDialect dialect,
            ReaderScope scope) {
        super(
                elements,
                splitReaders,
                emitter,
                context.getSourceReaderContext().getConfiguration(),
                context,
                config,
                splitSerializer,
                dialect);
        this.scope = scope;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        Offset offset = lastCheckpointOffsets.get(checkpointId);
        lastCheckpointOffsets.headMap(checkpointId, true).clear();
        if (taken.headSet(checkpointId, true).remove(checkpointId)) {
            scope.progress().checkpointCompleted();
        }
        taken.headSet(checkpointId, true).clear();
        if (offset != null) {
            scope.progress().checkpointCompleted(StreamPosition.of(offset));
        }
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        if (event instanceof JobProgress progress) {
            scope.metrics().job(progress);
        } else {
            super.handleSourceEvents(event);
        }
    }

    /** What ended a fetch task is told as it was thrown: it names what was read and why that failed. */
    @Override
    public InputStatus pollNext(ReaderOutput output) throws Exception {
        try {
            return super.pollNext(output);
        } catch (RuntimeException wrapped) {
            throw Faults.unwrapped(wrapped).orElse(wrapped);
        }
    }

    @Override
    public List snapshotState(long checkpointId) {
        taken.add(checkpointId);
        return super.snapshotState(checkpointId);
    }
}
