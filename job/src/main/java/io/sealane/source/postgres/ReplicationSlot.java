package io.sealane.source.postgres;

import io.sealane.model.Lsn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Making, finding and dropping the migration's replication slot. Never re-made in silence: a new slot has a gap before it. */
public final class ReplicationSlot {
    private ReplicationSlot() {}

    public static Optional<SlotState> find(Connection connection, String name) throws SQLException {
        // to_jsonb: wal_status came with PostgreSQL 13, and a column that is not there is no error this way
        String sql = """
                SELECT s.slot_name, s.plugin, s.database, s.restart_lsn, s.confirmed_flush_lsn,
                       coalesce(to_jsonb(s) ->> 'wal_status', 'unknown') AS wal_status, s.active, s.active_pid
                  FROM pg_catalog.pg_replication_slots s
                 WHERE s.slot_name = ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.of(read(result)) : Optional.empty();
            }
        }
    }

    private static SlotState read(ResultSet result) throws SQLException {
        int pid = result.getInt("active_pid");
        Integer activePid = result.wasNull() ? null : pid;
        return new SlotState(
                result.getString("slot_name"),
                text(result, "plugin"),
                text(result, "database"),
                lsn(result, "restart_lsn"),
                lsn(result, "confirmed_flush_lsn"),
                result.getString("wal_status"),
                result.getBoolean("active"),
                activePid);
    }

    private static String text(ResultSet result, String column) throws SQLException {
        String text = result.getString(column);
        return text == null ? "none" : text;
    }

    private static Lsn lsn(ResultSet result, String column) throws SQLException {
        String text = result.getString(column);
        return text == null ? Lsn.ZERO : Lsn.parse(text);
    }

    /**
     * Makes a pgoutput slot and gives its consistent point: every transaction that commits at or after it is delivered.
     * Waits until the transactions that are writing now have ended. Follow it with a {@link VisibilityBarrier}.
     */
    public static Lsn create(Connection connection, String name) throws SQLException {
        return create(connection, "SELECT lsn FROM pg_catalog.pg_create_logical_replication_slot(?, 'pgoutput')", name);
    }

    /** The same for a slot that standbys take over; needs PostgreSQL 17. */
    public static Lsn createForFailover(Connection connection, String name) throws SQLException {
        return create(
                connection,
                "SELECT lsn FROM pg_catalog.pg_create_logical_replication_slot(?, 'pgoutput', failover := true)",
                name);
    }

    private static Lsn create(Connection connection, String sql, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return Lsn.parse(result.getString(1));
            }
        }
    }

    /** Drops the slot; an absent slot is no error, one that a session holds is (SQLSTATE 55006). */
    public static void drop(Connection connection, String name) throws SQLException {
        if (find(connection, name).isEmpty()) {
            return;
        }
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_catalog.pg_drop_replication_slot(?)")) {
            statement.setString(1, name);
            statement.execute();
        }
    }
}
