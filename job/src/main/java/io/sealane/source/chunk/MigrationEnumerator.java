package io.sealane.source.chunk;

import io.sealane.model.MigrationException;
import io.sealane.source.progress.CommitSeen;
import io.sealane.source.progress.Watches;
import io.sealane.source.split.Faults;
import io.sealane.source.split.StreamPosition;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.cdc.connectors.base.source.meta.events.FinishedSnapshotSplitsReportEvent;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitBase;
import org.apache.flink.cdc.connectors.postgres.source.PostgresDialect;
import org.apache.flink.cdc.connectors.postgres.source.config.PostgresSourceConfig;
import org.apache.flink.cdc.connectors.postgres.source.enumerator.PostgresSourceEnumerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connector's enumerator without its start: that one makes a missing slot anew and so hides that changes are lost. This
 * one asks the source first, and plans chunks as readers use them up.
 *
 * <p>Confined to the coordinator's thread; what waits for the source runs in its worker thread.
 */
public final class MigrationEnumerator extends PostgresSourceEnumerator {
    private static final Logger LOG = LoggerFactory.getLogger(MigrationEnumerator.class);
    private static final long ASK_READERS_MILLIS = 30_000;

    private final ChunkAssigner assigner;
    private final SnapshotPlanner planner;
    private final Watches watches;
    private final ProgressBoard board;
    private final boolean streaming;
    private boolean attached;
    private boolean planning;
    private volatile boolean closed;

    public MigrationEnumerator(
            SplitEnumeratorContext<SourceSplitBase> context,
            PostgresSourceConfig config,
            ChunkAssigner assigner,
            SnapshotPlanner planner,
            Watches watches,
            PostgresDialect dialect,
            Boundedness boundedness) {
        super(context, config, assigner, dialect, boundedness);
        this.assigner = assigner;
        this.planner = planner;
        this.watches = watches;
        this.board = new ProgressBoard(context, assigner, planner, watches);
        this.streaming = assigner.isStreamAssigned();
    }

    @Override
    public void start() {
        board.start();
        watches.slot().start(this::onSlotDropped);
        StreamPosition start = assigner.start();
        context.callAsync(() -> ask(start), this::onAttached);
        // A report may be lost with the connection to a reader; this asks for those that were not acknowledged.
        context.callAsync(this::getRegisteredReader, this::syncWithReaders, ASK_READERS_MILLIS, ASK_READERS_MILLIS);
    }

    private Beginning ask(@Nullable StreamPosition start) throws SQLException, IOException, InterruptedException {
        if (start == null) {
            return planner.begin();
        }
        if (!streaming) {
            planner.check(start);
        }
        // Else a reader has the stream, which has moved on: it checks for itself.
        return new Beginning(start, null);
    }

    private void onAttached(@Nullable Beginning beginning, @Nullable Throwable fault) {
        if (closed) {
            return; // which is why the question failed
        }
        if (fault != null || beginning == null) {
            throw Faults.inEnumerator("begin to read the source", fault);
        }
        if (assigner.start() == null) {
            StreamPosition start = beginning.start();
            LOG.info("Migration begins start={} lineage=[{}]", start.lsn(), start.lineage());
            assigner.startAt(beginning);
        }
        attached = true;
        planAhead();
        assignSplits();
    }

    private void onSlotDropped(MigrationException fault) {
        context.runInCoordinatorThread(() -> {
            if (!closed) {
                throw Faults.inEnumerator("go on", fault);
            }
        });
    }

    private void planAhead() {
        Optional<PlanCursor> wanted = assigner.wanted();
        if (attached && !planning && wanted.isPresent()) {
            planning = true;
            context.callAsync(() -> planner.plan(wanted.get()), this::onPlanned);
        }
    }

    private void onPlanned(@Nullable PlannedChunks chunks, @Nullable Throwable fault) {
        if (closed) {
            return;
        }
        if (fault != null || chunks == null) {
            throw Faults.inEnumerator("plan the table snapshot", fault);
        }
        planning = false;
        assigner.planned(chunks);
        if (chunks.isLast()) {
            LOG.info(
                    "Table planned table={} chunks={}",
                    chunks.table(),
                    chunks.firstNumber() + chunks.ranges().size());
        }
        planAhead();
        assignSplits();
    }

    @Override
    protected void assignSplits() {
        super.assignSplits();
        planAhead();
    }

    @Override
    public void handleSourceEvent(int subtask, SourceEvent event) {
        if (event instanceof CommitSeen commit) {
            board.commitSeen(commit);
            return;
        }
        if (event instanceof FinishedSnapshotSplitsReportEvent) {
            assigner.expectReportsOf(subtask);
        }
        super.handleSourceEvent(subtask, event);
    }

    @Override
    public void addSplitsBack(List<SourceSplitBase> splits, int subtask) {
        assigner.reset(subtask);
        super.addSplitsBack(splits, subtask);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        planner.close();
        board.close();
        super.close();
    }
}
