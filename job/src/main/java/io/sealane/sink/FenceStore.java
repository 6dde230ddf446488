package io.sealane.sink;

import io.sealane.config.TargetConfig;
import io.sealane.fence.Claim;
import io.sealane.fence.ControlTables;
import io.sealane.fence.FenceRow;
import io.sealane.fence.HeldLanes;
import io.sealane.fence.LaneState;
import io.sealane.fence.Lease;
import io.sealane.model.Position;
import io.sealane.oracle.OracleName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fence rows of one migration, as statements. No method commits; every one works in the transaction that its
 * connection is in. Lanes are always given as neighbours in ascending order and touched in that order, so two writers
 * cannot deadlock over them.
 */
final class FenceStore {
    private final String migration;
    private final OracleName schema;
    private final String table;
    private final String leaseEnd;
    private final int lockWaitSeconds;

    FenceStore(String migration, TargetConfig target) {
        this.migration = migration;
        this.schema = new OracleName(target.controlSchema());
        this.table = ControlTables.qualified(schema, ControlTables.FENCE);
        this.leaseEnd = "SYSTIMESTAMP + " + interval(target.lease());
        this.lockWaitSeconds = (int) Math.max(1, target.lockWait().toSeconds());
    }

    String schema() {
        return schema.value();
    }

    /** All rows of the migration; those of {@code lanes} stay locked until the transaction ends. */
    List<FenceRow> lock(Connection connection, List<Integer> lanes) throws SQLException {
        String sql = "SELECT \"LANE\" FROM " + table + " WHERE \"MIGRATION\" = ? AND \"LANE\" BETWEEN ? AND ?"
                + " ORDER BY \"LANE\" FOR UPDATE WAIT " + lockWaitSeconds;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, migration);
            select.setInt(2, lanes.get(0));
            select.setInt(3, lanes.get(lanes.size() - 1));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    // Fetching to the end is what makes sure that every row is locked.
                    rows.getInt(1);
                }
            }
        }
        return read(connection);
    }

    /** All rows of the migration as they are committed, or as this transaction has made them. */
    List<FenceRow> read(Connection connection) throws SQLException {
        String sql = "SELECT \"LANE\", \"GENERATION\", \"LINEAGE\", \"COMMIT_LSN\", \"ORDINAL\", \"FLUSH\","
                + " \"CHECKPOINT\", \"OWNER\", \"OWNER_CHECKPOINT\", \"OWNER_ATTEMPT\", \"LEASE_UNTIL\", SYSTIMESTAMP"
                + " FROM " + table + " WHERE \"MIGRATION\" = ? ORDER BY \"LANE\"";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setFetchSize(1024);
            select.setString(1, migration);
            List<FenceRow> found = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new FenceRow(
                            rows.getInt(1),
                            rows.getLong(2),
                            rows.getString(3),
                            new Position(MigrationRegistry.lsn(rows.getBigDecimal(4)), rows.getLong(5)),
                            rows.getLong(6),
                            rows.getLong(7),
                            lease(rows)));
                }
            }
            return found;
        }
    }

    /** Takes the lanes for {@code claim} under {@code generation}. */
    void take(Connection connection, List<Integer> lanes, Claim claim, long generation) throws SQLException {
        String sql = "UPDATE " + table + " SET \"GENERATION\" = ?, \"FLUSH\" = 0, \"CHECKPOINT\" = ?, \"OWNER\" = ?,"
                + " \"OWNER_CHECKPOINT\" = ?, \"OWNER_ATTEMPT\" = ?, \"LEASE_UNTIL\" = " + leaseEnd
                + ", \"UPDATED_AT\" = SYSTIMESTAMP WHERE \"MIGRATION\" = ? AND \"LANE\" BETWEEN ? AND ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, generation);
            update.setLong(2, claim.restoredCheckpoint());
            update.setString(3, claim.owner());
            update.setLong(4, claim.restoredCheckpoint());
            update.setInt(5, claim.attempt());
            update.setString(6, migration);
            update.setInt(7, lanes.get(0));
            update.setInt(8, lanes.get(lanes.size() - 1));
            update.executeUpdate();
        }
    }

    /**
     * Moves the lanes from where this writer left them to their accepted positions and renews their lease.
     *
     * @return whether every one of them was still there, under this generation; if not, somebody else holds them or the
     *     target was set back, and the transaction must be rolled back
     */
    boolean advance(Connection connection, Collection<LaneState> lanes, long generation, long flush)
            throws SQLException {
        String sql = "UPDATE " + table + " SET \"COMMIT_LSN\" = ?, \"ORDINAL\" = ?, \"FLUSH\" = ?, \"LEASE_UNTIL\" = "
                + leaseEnd + ", \"UPDATED_AT\" = SYSTIMESTAMP"
                + " WHERE \"MIGRATION\" = ? AND \"LANE\" = ? AND \"GENERATION\" = ? AND \"LINEAGE\" = ?"
                + " AND \"COMMIT_LSN\" = ? AND \"ORDINAL\" = ? AND \"FLUSH\" = ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setQueryTimeout(lockWaitSeconds);
            for (LaneState lane : lanes) {
                update.setBigDecimal(1, MigrationRegistry.number(lane.accepted().commitLsn()));
                update.setLong(2, lane.accepted().ordinal());
                update.setLong(3, flush);
                update.setString(4, migration);
                update.setInt(5, lane.lane());
                update.setLong(6, generation);
                update.setString(7, lane.lineage());
                update.setBigDecimal(
                        8, MigrationRegistry.number(lane.committed().commitLsn()));
                update.setLong(9, lane.committed().ordinal());
                update.setLong(10, lane.committedFlush());
                update.addBatch();
            }
            for (int count : update.executeBatch()) {
                if (count != 1) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Stamps the checkpoint on lanes that {@link #advance} has just found to be held. */
    void stamp(Connection connection, List<Integer> lanes, long checkpoint) throws SQLException {
        String sql = "UPDATE " + table + " SET \"CHECKPOINT\" = ? WHERE \"MIGRATION\" = ? AND \"LANE\" BETWEEN ? AND ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, checkpoint);
            update.setString(2, migration);
            update.setInt(3, lanes.get(0));
            update.setInt(4, lanes.get(lanes.size() - 1));
            update.executeUpdate();
        }
    }

    /** Leaves a word in the control table for whoever asks how far the migration is. */
    void note(Connection connection, String name, String value) throws SQLException {
        String control = ControlTables.qualified(schema, ControlTables.CONTROL);
        if (note(
                        connection,
                        "UPDATE " + control + " SET \"VALUE\" = ? WHERE \"MIGRATION\" = ? AND \"NAME\" = ?",
                        name,
                        value)
                == 0) {
            note(
                    connection,
                    "INSERT INTO " + control + " (\"VALUE\", \"MIGRATION\", \"NAME\") VALUES (?, ?, ?)",
                    name,
                    value);
        }
    }

    private int note(Connection connection, String sql, String name, String value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(lockWaitSeconds);
            statement.setString(1, value);
            statement.setString(2, migration);
            statement.setString(3, name);
            return statement.executeUpdate();
        }
    }

    /** The stream is open, so whatever was to be copied again is in the target. */
    void endRecopy(Connection connection) throws SQLException {
        String sql = "DELETE FROM " + ControlTables.qualified(schema, ControlTables.CONTROL)
                + " WHERE \"MIGRATION\" = ? AND \"NAME\" LIKE '" + ControlTables.RECOPY + "%'";
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setQueryTimeout(lockWaitSeconds);
            delete.setString(1, migration);
            delete.executeUpdate();
        }
    }

    /** Lets the lease end now, where this generation still holds the lanes. */
    void release(Connection connection, HeldLanes held) throws SQLException {
        List<Integer> lanes = held.numbers();
        String sql = "UPDATE " + table + " SET \"LEASE_UNTIL\" = SYSTIMESTAMP, \"UPDATED_AT\" = SYSTIMESTAMP"
                + " WHERE \"MIGRATION\" = ? AND \"LANE\" BETWEEN ? AND ? AND \"GENERATION\" = ?"
                + " AND \"LINEAGE\" = ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setQueryTimeout(lockWaitSeconds);
            update.setString(1, migration);
            update.setInt(2, lanes.get(0));
            update.setInt(3, lanes.get(lanes.size() - 1));
            update.setLong(4, held.generation());
            update.setString(5, held.lane(lanes.get(0)).lineage());
            update.executeUpdate();
        }
    }

    /** The first writer that opens a prepared migration sets it running. */
    void setRunning(Connection connection) throws SQLException {
        String sql = "UPDATE " + ControlTables.qualified(schema, ControlTables.MIGRATION)
                + " SET \"STATE\" = 'RUNNING', \"UPDATED_AT\" = SYSTIMESTAMP"
                + " WHERE \"MIGRATION\" = ? AND \"STATE\" = 'PREPARED'";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setQueryTimeout(lockWaitSeconds);
            update.setString(1, migration);
            update.executeUpdate();
        }
    }

    private static @Nullable Lease lease(ResultSet row) throws SQLException {
        String owner = row.getString(8);
        OffsetDateTime until = row.getObject(11, OffsetDateTime.class);
        if (owner == null || until == null) {
            return null;
        }
        Instant now = row.getObject(12, OffsetDateTime.class).toInstant();
        return new Lease(
                new Claim(owner, row.getLong(9), row.getInt(10)),
                until.toInstant(),
                Duration.between(now, until.toInstant()).toMillis());
    }

    /** {@code INTERVAL '0 00:00:30.000' DAY TO SECOND}. */
    static String interval(Duration length) {
        return String.format(
                "INTERVAL '%d %02d:%02d:%02d.%03d' DAY TO SECOND",
                length.toDays(),
                length.toHoursPart(),
                length.toMinutesPart(),
                length.toSecondsPart(),
                length.toMillisPart());
    }
}
