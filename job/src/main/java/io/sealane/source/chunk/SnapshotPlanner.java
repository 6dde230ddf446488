package io.sealane.source.chunk;

import io.sealane.config.SourceConfig;
import io.sealane.fence.Applied;
import io.sealane.fence.FenceReader;
import io.sealane.fence.Recopy;
import io.sealane.mapping.MigrationPlan;
import io.sealane.mapping.TablePlan;
import io.sealane.model.Lineage;
import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.model.TableId;
import io.sealane.model.Witness;
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
    Beginning begin() throws SQLException, IOException, InterruptedException {
        Connection sql = connection();
        Applied applied = fences.read();
        String lineage = applied.lineage();
        if (lineage == null) {
            throw new MigrationException(
                    Kind.TARGET,
                    "TGT-123",
                    "Cannot begin migration " + plan.migration() + ": the target has no fence rows of it. Run `sealane"
                            + " prepare` first; if they were there before, the target has lost them.");
        }
        SlotState slot = ReplicationSlot.find(sql, config.slot()).orElseThrow(this::noSlot);
        Recopy recopy = applied.recopy();
        if (recopy != null) {
            return goOn(sql, applied, lineage, recopy.tables());
        }
        SourceIdentity identity = identity();
        StreamPosition start =
                StreamPosition.first(Witness.first(identity.timeline(), slot.confirmedFlush()), identity, lineage);
        check(start, applied);
        VisibilityBarrier.note(sql).await(sql, VISIBILITY_LIMIT);
        return new Beginning(start, null);
    }

    /** The fences say where every lane stands, so no checkpoint is needed to go on from the lowest. */
    private Beginning goOn(Connection sql, Applied applied, String lineage, List<TableId> tables)
            throws SQLException, InterruptedException {
        List<TableId> strangers = tables.stream()
                .filter(table -> !plan.bySource().containsKey(table))
                .toList();
        if (!strangers.isEmpty()) {
            throw new MigrationException(
                    Kind.CONFIG,
                    "CFG-112",
                    "Cannot copy tables again: " + strangers
                            + " are not in the configuration any more. Restore the list of tables.");
        }
        SourceIdentity now = identity();
        int timeline = applied.timeline(Lineage.parse(lineage).timeline());
        SourceIdentity known = new SourceIdentity(now.systemIdentifier(), timeline, now.position(), now.database());
        StreamPosition start = StreamPosition.first(
                Witness.first(timeline, applied.fences().lowest().commitLsn()), known, lineage);
        check(start, applied);
        if (!tables.isEmpty()) {
            // A table may have been published later than the slot was made: what was open then is not in the stream.
            VisibilityBarrier.note(sql).await(sql, VISIBILITY_LIMIT);
        }
        return new Beginning(start, tables);
    }

    /** Checks that a stream which is to begin at {@code start} will still be there when the copy has ended. */
    void check(StreamPosition start) throws SQLException, IOException {
        check(start, fences.read());
    }

    private void check(StreamPosition start, Applied applied) throws SQLException {
        Connection sql = connection();
        try (Connection replication = connections.openReplication()) {
            StreamGuard.check(
                    sql,
                    replication,
                    config.slot(),
                    start.resumePoint(applied, plan.bySource().keySet()));
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
