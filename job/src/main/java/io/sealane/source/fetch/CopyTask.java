package io.sealane.source.fetch;

import io.sealane.mapping.TablePlan;
import io.sealane.model.RowEvent;
import io.sealane.model.RowText;
import io.sealane.source.event.Batcher;
import io.sealane.source.event.EventBatch;
import io.sealane.source.postgres.copy.CopyResult;
import io.sealane.source.postgres.copy.TableCopy;
import io.sealane.source.split.CdcTableId;
import io.sealane.source.split.ChunkBounds;
import io.sealane.source.split.Faults;
import io.sealane.source.split.StreamPosition;
import java.util.Map;
import org.apache.flink.cdc.connectors.base.source.meta.offset.Offset;
import org.apache.flink.cdc.connectors.base.source.meta.split.SnapshotSplit;
import org.apache.flink.cdc.connectors.base.source.meta.split.StreamSplit;
import org.apache.flink.cdc.connectors.base.source.meta.wartermark.WatermarkEvent;
import org.apache.flink.cdc.connectors.base.source.meta.wartermark.WatermarkKind;
import org.apache.flink.cdc.connectors.base.source.reader.external.AbstractScanFetchTask;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one chunk of a table by COPY. Runs in the fetcher's thread; {@link #close} comes from another.
 *
 * <p>It ends with Flink CDC's high watermark, which makes the split finished and carries where the read's snapshot ended. There
 * is no backfill: the stream replays everything since the slot was made.
 */
public final class CopyTask extends AbstractScanFetchTask {
    private static final Logger LOG = LoggerFactory.getLogger(CopyTask.class);

    private final ReaderScope scope;
    private final TablePlan table;
    private final TableCopy copy;
    private volatile boolean stopped;

    public CopyTask(SnapshotSplit split, ReaderScope scope) {
        super(split);
        this.scope = scope;
        TablePlan found = scope.plan().find(CdcTableId.decode(split.getTableId()));
        if (found == null) {
            throw new IllegalStateException("BUG: the plan has no table of split " + split.splitId());
        }
        this.table = found;
        this.copy = new TableCopy(scope.config());
    }

    @Override
    public void execute(Context context) throws Exception {
        taskRunning = true;
        try {
            scope.gate().await(this::stopIfClosed);
            copyChunk(new Outlet<RuntimeException>(context.getQueue(), scope.copyLimiter(), scope, this::stopIfClosed));
        } catch (Throwable fault) {
            if (stopped) {
                LOG.debug("Chunk abandoned split={}", snapshotSplit.splitId(), fault);
            } else {
                throw Faults.inTask(
                        "copy " + table.source().id() + " from "
                                + scope.config().address(),
                        fault);
            }
        } finally {
            taskRunning = false;
        }
    }

    private void copyChunk(Outlet<RuntimeException> outlet) throws Exception {
        Batcher batcher = new Batcher(outlet::batchLimit);
        CopyResult result = copy.copy(table.source(), ChunkBounds.rangeOf(snapshotSplit), row -> {
            batcher.add(event(row), table.largeTexts(row));
            sendFull(batcher, outlet);
        });
        batcher.cut();
        sendFull(batcher, outlet);
        outlet.send(watermark(WatermarkKind.HIGH, result));
        outlet.send(watermark(WatermarkKind.END, result));
        LOG.info(
                "Chunk copied table={} split={} rows={} snapshotEnd={}",
                table.source().id(),
                snapshotSplit.splitId(),
                result.rows(),
                result.snapshotEnd());
    }

    private RowEvent event(RowText row) {
        int lane = scope.plan().lanes().laneOf(table, table.sourceKey(row));
        return new RowEvent.CopiedRow(lane, table.number(), row.detached());
    }

    private static void sendFull(Batcher batcher, Outlet<RuntimeException> outlet) throws InterruptedException {
        for (EventBatch batch = batcher.poll(); batch != null; batch = batcher.poll()) {
            outlet.send(batch, new BatchRecord(batch, null));
        }
    }

    private SourceRecord watermark(WatermarkKind kind, CopyResult result) {
        Offset end = StreamPosition.offsetOf(result.snapshotEnd());
        return WatermarkEvent.create(Map.of(), "sealane", snapshotSplit.splitId(), kind, end);
    }

    private void stopIfClosed() throws InterruptedException {
        if (stopped) {
            throw new InterruptedException("Chunk closed");
        }
    }

    @Override
    public void close() {
        stopped = true;
        super.close();
        copy.abort();
    }

    @Override
    protected void executeDataSnapshot(Context context) {
        throw new UnsupportedOperationException("BUG: execute() does it all");
    }

    @Override
    protected void executeBackfillTask(Context context, StreamSplit backfill) {
        throw new UnsupportedOperationException("BUG: there is no backfill");
    }
}
