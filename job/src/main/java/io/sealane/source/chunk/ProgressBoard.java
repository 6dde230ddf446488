package io.sealane.source.chunk;

import io.sealane.model.Lsn;
import io.sealane.model.TableId;
import io.sealane.source.progress.CommitSeen;
import io.sealane.source.progress.JobGauges;
import io.sealane.source.progress.JobProgress;
import io.sealane.source.progress.Lag;
import io.sealane.source.progress.Watches;
import io.sealane.types.MetricLabels;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows how far the migration is, as metrics, and tells it in the log, as a story: tables copied, consistency point passed,
 * caught up. Confined to the coordinator's thread, but for the watches' own.
 */
final class ProgressBoard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProgressBoard.class);
    private static final int FIRST_READER = 0;
    private static final long UNKNOWN = -1;

    /** A target that is less behind follows the source. */
    private static final int CAUGHT_UP_SECONDS = 5;

    private final SplitEnumeratorContext<SourceSplitBase> context;
    private final ChunkAssigner assigner;
    private final SnapshotPlanner planner;
    private final Watches watches;
    private final JobGauges gauges;
    private final Set<TableId> copied = new HashSet<>();
    private long estimatedRows = UNKNOWN;
    private boolean copyTold;
    private boolean consistent;
    private boolean caughtUp;
    private volatile boolean closed;

    ProgressBoard(
            SplitEnumeratorContext<SourceSplitBase> context,
            ChunkAssigner assigner,
            SnapshotPlanner planner,
            Watches watches) {
        this.context = context;
        this.assigner = assigner;
        this.planner = planner;
        this.watches = watches;
        this.gauges = new JobGauges(MetricLabels.on(context.metricGroup(), planner.migration()));
        this.copied.addAll(assigner.copiedTables());
        this.copyTold = assigner.isStreamAssigned();
    }

    void start() {
        gauges.add("tables", () -> planner.migration().tables().size());
        gauges.add("tablesCopied", copied::size);
        gauges.add("estimatedRows", () -> estimatedRows);
        gauges.add("snapshotChunksPlanned", () -> assigner.ledger().plannedCount());
        gauges.add("snapshotChunksOpen", () -> assigner.ledger().openCount());
        gauges.add("snapshotChunksDone", () -> assigner.ledger().durableCount());
        gauges.add("appliedLsn", () -> ofLag(lag -> lag.applied().value()));
        gauges.add("lagBytes", () -> ofLag(Lag::bytes));
        gauges.add("lagSeconds", () -> ofLag(Lag::seconds));
        new WalGauges(watches.slot()).register(gauges);
        context.callAsync(planner::estimateRows, this::onEstimated);
        watches.lag().start(() -> context.runInCoordinatorThread(this::look));
    }

    void commitSeen(CommitSeen commit) {
        watches.lag().commitSeen(commit);
    }

    private void onEstimated(@Nullable Long rows, @Nullable Throwable fault) {
        if (rows != null) {
            estimatedRows = rows;
        } else if (!closed) {
            LOG.warn("Rows not estimated", fault);
        }
    }

    private void look() {
        if (closed) {
            return;
        }
        tellTables();
        tellLag();
        JobProgress progress = gauges.look();
        if (context.registeredReaders().containsKey(FIRST_READER)) {
            context.sendEventToSourceReader(FIRST_READER, progress);
        }
    }

    private void tellTables() {
        int tables = planner.migration().tables().size();
        for (TableId table : assigner.copiedTables()) {
            if (copied.add(table)) {
                LOG.info("Table copied table={} tablesCopied={} tables={}", table, copied.size(), tables);
            }
        }
        if (!copyTold && assigner.isStreamAssigned()) {
            copyTold = true;
            LOG.info("All tables copied tables={} consistencyPoint={}", tables, assigner.snapshotEnd());
        }
    }

    private void tellLag() {
        Lag lag = lag();
        if (lag == null || !assigner.isStreamAssigned()) {
            return;
        }
        Lsn point = assigner.snapshotEnd();
        if (!consistent && !point.isAfter(lag.applied())) {
            consistent = true;
            LOG.info(
                    "Consistency point passed, no row of the target is older or torn consistencyPoint={} applied={}",
                    point,
                    lag.applied());
        }
        if (consistent && !caughtUp && lag.seconds() < CAUGHT_UP_SECONDS) {
            caughtUp = true;
            LOG.info("Caught up with the source lagSeconds={} lagBytes={}", lag.seconds(), lag.bytes());
        }
    }

    private Number ofLag(Function<Lag, Number> value) {
        Lag lag = lag();
        return lag == null ? UNKNOWN : value.apply(lag);
    }

    private @Nullable Lag lag() {
        return watches.lag().lag();
    }

    @Override
    public void close() {
        closed = true;
        watches.close();
    }
}
