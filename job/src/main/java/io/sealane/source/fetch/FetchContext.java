package io.sealane.source.fetch;

import io.debezium.connector.base.ChangeEventQueue;
import io.debezium.pipeline.DataChangeEvent;
import io.debezium.pipeline.ErrorHandler;
import io.debezium.pipeline.EventDispatcher;
import io.debezium.pipeline.spi.OffsetContext;
import io.debezium.pipeline.spi.Partition;
import io.debezium.relational.RelationalDatabaseSchema;
import io.debezium.relational.Table;
import io.debezium.relational.Tables;
import io.debezium.util.LoggingContext;
import java.time.Duration;
import org.apache.flink.cdc.connectors.base.WatermarkDispatcher;
import org.apache.flink.cdc.connectors.base.config.JdbcSourceConfig;
import org.apache.flink.cdc.connectors.base.dialect.JdbcDataSourceDialect;
import org.apache.flink.cdc.connectors.base.source.meta.offset.Offset;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitBase;
import org.apache.flink.cdc.connectors.base.source.reader.external.JdbcSourceFetchTaskContext;
import org.apache.flink.table.types.logical.RowType;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the connector's fetchers know of a running fetch task: its queue. The rest of the interface serves the filter and the
 * backfill that we do without, and is never called.
 */
@SuppressWarnings("rawtypes")
public final class FetchContext extends JdbcSourceFetchTaskContext {
    /** Batches, not rows. */
    private static final int QUEUED_BATCHES = 32;

    private @Nullable ChangeEventQueue<DataChangeEvent> queue;

    public FetchContext(JdbcSourceConfig config, JdbcDataSourceDialect dialect) {
        super(config, dialect);
    }

    @Override
    public void configure(SourceSplitBase split) {
        // An item is a batch, so one is enough to wake the fetcher. No limit on bytes: the queue would measure each
        // item
        // by reflection.
        queue = new ChangeEventQueue.Builder<DataChangeEvent>()
                .pollInterval(Duration.ofMillis(100))
                .maxBatchSize(1)
                .maxQueueSize(QUEUED_BATCHES)
                .maxQueueSizeInBytes(0)
                .loggingContextSupplier(() -> LoggingContext.forConnector("sealane", "source", "fetch"))
                .build();
    }

    @Override
    public ChangeEventQueue<DataChangeEvent> getQueue() {
        if (queue == null) {
            throw new IllegalStateException("BUG: the fetch context has no split");
        }
        return queue;
    }

    /** No: so nothing is filtered by watermarks, which would lose transactions that were in flight at one. */
    @Override
    public boolean isDataChangeRecord(SourceRecord record) {
        return false;
    }

    @Override
    public void close() {}

    @Override
    public Tables.TableFilter getTableFilter() {
        throw unused();
    }

    @Override
    public Offset getStreamOffset(SourceRecord record) {
        throw unused();
    }

    @Override
    public RelationalDatabaseSchema getDatabaseSchema() {
        throw unused();
    }

    @Override
    public RowType getSplitType(Table table) {
        throw unused();
    }

    @Override
    public ErrorHandler getErrorHandler() {
        throw unused();
    }

    @Override
    public EventDispatcher getEventDispatcher() {
        throw unused();
    }

    @Override
    public WatermarkDispatcher getWaterMarkDispatcher() {
        throw unused();
    }

    @Override
    public OffsetContext getOffsetContext() {
        throw unused();
    }

    @Override
    public Partition getPartition() {
        throw unused();
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("BUG: a part of Debezium was called");
    }
}
