package io.sealane.source;

import io.sealane.config.SourceConfig;
import io.sealane.mapping.MigrationPlan;
import io.sealane.mapping.TablePlan;
import io.sealane.model.Lsn;
import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.model.TableId;
import io.sealane.source.postgres.PostgresConnections;
import io.sealane.source.postgres.Publication;
import io.sealane.source.postgres.ReplicationSlot;
import io.sealane.source.postgres.SlotState;
import io.sealane.source.postgres.SourceIdentity;
import io.sealane.source.postgres.VisibilityBarrier;
import io.sealane.source.postgres.copy.ChunkPlanner;
import io.sealane.source.postgres.copy.KeyRange;
import io.sealane.source.postgres.stream.SourceLostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the source what the enumerator needs to know. Slow, so it runs in the enumerator's worker thread and is confined to it;
 * only {@link #close} comes from another, and a question that is then under way fails.
 */
final class SnapshotPlanner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotPlanner.class);

    /** Few, because a reader may be waiting for the first. */
    private static final int CHUNKS_AT_ONCE = 8;

    private static final Duration VISIBILITY_LIMIT = Duration.ofHours(1);

    private final SourceConfig config;
    private final MigrationPlan plan;
    private final PostgresConnections connections;
    private volatile @Nullable Connection connection;
    private @Nullable ChunkPlanner planner;
    private @Nullable PlanCursor reached;

    SnapshotPlanner(SourceConfig config, MigrationPlan plan) {
        this.config = config;
        this.plan = plan;
        this.connections = new PostgresConnections(config);
    }

    /**
     * Where a migration begins, once every transaction that the slot does not deliver is visible to COPY.
     *
     * <p>The barrier is noted here, after the slot was made, so it waits for the transactions of that time and for some
     * younger ones.
     */
    StreamPosition begin() throws SQLException, InterruptedException {
        Connection sql = connection();
        SlotState slot = slot(sql);
        checkPublication(sql);
        VisibilityBarrier.note(sql).await(sql, VISIBILITY_LIMIT);
        return StreamPosition.first(slot.confirmedFlush(), identity());
    }

    /**
     * Checks that a restored migration can go on.
     *
     * @param start where its stream begins; null if a reader has the stream and knows better
     */
    void checkStillThere(@Nullable Lsn start) throws SQLException {
        SlotState slot = slot(connection());
        if (start != null && !slot.confirmedFlush().equals(start)) {
            throw new SourceLostException(
                    "SRC-311",
                    "Cannot continue the table snapshot: it needs all changes from " + start + " on, and slot "
                            + slot.name() + " now stands at " + slot.confirmedFlush()
                            + ". Somebody else has used or re-made the slot. Start a new migration.");
        }
        checkPublication(connection());
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

    private SlotState slot(Connection sql) throws SQLException {
        SlotState slot = ReplicationSlot.find(sql, config.slot())
                .orElseThrow(() -> new SourceLostException(
                        "SRC-310",
                        "Cannot read from " + config.address() + ": it has no replication slot " + config.slot()
                                + ". The slot is never made anew by a job, as changes since the old one would be lost"
                                + " unseen. Run prepare for a new migration."));
        if (!slot.plugin().equals("pgoutput") || !slot.database().equals(config.database())) {
            throw new MigrationException(
                    Kind.SOURCE,
                    "SRC-312",
                    "Cannot read from slot " + slot.name() + ": it decodes database " + slot.database() + " with "
                            + slot.plugin() + ", not " + config.database() + " with pgoutput. Name another slot.");
        }
        if (slot.walStatus().equals("lost")) {
            throw new SourceLostException(
                    "SRC-313",
                    "Cannot read from slot " + slot.name() + ": the source has removed WAL that it needs"
                            + " (max_slot_wal_keep_size). Start a new migration.");
        }
        return slot;
    }

    private void checkPublication(Connection sql) throws SQLException {
        Set<TableId> missing = new TreeSet<>();
        plan.tables().forEach(table -> missing.add(table.source().id()));
        missing.removeAll(Publication.tables(sql, config.publication()));
        if (!missing.isEmpty()) {
            throw new MigrationException(
                    Kind.SOURCE,
                    "SRC-314",
                    "Cannot read the changes of " + missing + ": publication " + config.publication()
                            + " does not have them. Changes made meanwhile are not in the stream, so start a new"
                            + " migration.");
        }
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
