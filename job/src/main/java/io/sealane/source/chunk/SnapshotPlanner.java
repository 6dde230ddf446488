package io.sealane.source.chunk;

import io.sealane.config.SourceConfig;
import io.sealane.fence.FenceReader;
import io.sealane.mapping.MigrationPlan;
import io.sealane.mapping.TablePlan;
import io.sealane.model.Lsn;
import io.sealane.source.postgres.PostgresConnections;
import io.sealane.source.postgres.Publication;
import io.sealane.source.postgres.ReplicationSlot;
import io.sealane.source.postgres.RowEstimate;
import io.sealane.source.postgres.SlotState;
import io.sealane.source.postgres.SourceIdentity;
import io.sealane.source.postgres.VisibilityBarrier;
import io.sealane.source.postgres.copy.ChunkPlanner;
import io.sealane.source.postgres.copy.KeyRange;
import io.sealane.source.postgres.stream.SourceLostException;
import io.sealane.source.postgres.stream.StreamGuard;
import io.sealane.source.split.StreamPosition;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the source what the enumerator needs to know. Slow, so it runs in the enumerator's worker thread and is confined to it;
 * only {@link #close} comes from another, and a question that is then under way fails.
 */
public final class SnapshotPlanner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotPlanner.class);

    /** Few, because a reader may be waiting for the first. */
    private static final int CHUNKS_AT_ONCE = 8;

    private static final Duration VISIBILITY_LIMIT = Duration.ofHours(1);

    private final SourceConfig config;
    private final MigrationPlan plan;
    private final FenceReader fences;
    private final PostgresConnections connections;
    private volatile @Nullable Connection connection;
    private @Nullable ChunkPlanner planner;
    private @Nullable PlanCursor reached;

    public SnapshotPlanner(SourceConfig config, MigrationPlan plan, FenceReader fences) {
        this.config = config;
        this.plan = plan;
        this.fences = fences;
        this.connections = new PostgresConnections(config);
    }

    MigrationPlan migration() {
        return plan;
    }

    /**
     * Where a migration begins, once every transaction that the slot does not deliver is visible to COPY.
     *
     * <p>The barrier is noted here, after the slot was made, so it waits for the transactions of that time and for some
     * younger ones.
     */
    StreamPosition begin() throws SQLException, IOException, InterruptedException {
        Connection sql = connection();
        SlotState slot = ReplicationSlot.find(sql, config.slot()).orElseThrow(this::noSlot);
        StreamPosition start = StreamPosition.first(slot.confirmedFlush(), identity());
        check(start);
        VisibilityBarrier.note(sql).await(sql, VISIBILITY_LIMIT);
        return start;
    }

    /** Checks that a stream which is to begin at {@code start} will still be there when the copy has ended. */
    void check(StreamPosition start) throws SQLException, IOException {
        Lsn furthest = fences.read().furthest();
        Connection sql = connection();
        try (Connection replication = connections.openReplication()) {
            StreamGuard.check(sql, replication, config.slot(), start.resumePoint(furthest));
        }
        Publication.requireComplete(sql, config.publication(), plan.bySource().keySet());
    }

    private SourceLostException noSlot() {
        return new SourceLostException(
                "SRC-310",
                "Cannot read from " + config.address() + ": it has no replication slot " + config.slot()
                        + ". A job never makes one, as changes since the old one would be lost unseen. Run prepare for a"
                        + " new migration.");
    }

    /** Rows of all tables, as the source's statistics have them. */
    long estimateRows() throws SQLException {
        return RowEstimate.of(connection(), plan.bySource().keySet());
    }

    /** The chunks that follow {@code cursor}, a few of them. */
    PlannedChunks plan(PlanCursor cursor) throws SQLException {
        ChunkPlanner chunks = planner;
        if (chunks == null || !cursor.equals(reached)) {
            chunks = plannerAt(cursor);
            planner = chunks;
        }
        List<KeyRange> ranges = new ArrayList<>();
        while (ranges.size() < CHUNKS_AT_ONCE && chunks.hasNext()) {
            ranges.add(chunks.next());
        }
        PlannedChunks planned = new PlannedChunks(cursor, ranges, !chunks.hasNext());
        reached = planned.isLast() ? null : planned.next();
        return planned;
    }

    private ChunkPlanner plannerAt(PlanCursor cursor) throws SQLException {
        TablePlan table = plan.find(cursor.table());
        if (table == null) {
            throw new IllegalStateException("BUG: table " + cursor.table() + " is not in the plan");
        }
        KeyRange last = cursor.from() == null ? null : new KeyRange(null, cursor.from());
        return new ChunkPlanner(connection(), table.source(), config.chunkRows(), last);
    }

    private SourceIdentity identity() throws SQLException {
        try (Connection replication = connections.openReplication()) {
            return SourceIdentity.identify(replication);
        }
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = connections.open();
            connection = open;
        }
        return open;
    }

    @Override
    public void close() {
        Connection open = connection;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.warn("Connection of the planner not closed", e);
            }
        }
    }
}
