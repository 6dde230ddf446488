package io.sealane.sink;

import io.sealane.fence.ControlTables;
import io.sealane.fence.Recopy;
import io.sealane.model.TableId;
import io.sealane.oracle.OracleName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes and reads the {@link Recopy} of a stopped migration. Every method is one transaction of the connection, which must
 * not commit by itself ({@link TargetConnections#open}). Not thread-safe.
 */
public final class RecopyRequests {
    private final Connection connection;
    private final OracleName schema;
    private final String migration;

    public RecopyRequests(Connection connection, OracleName controlSchema, String migration) {
        this.connection = connection;
        this.schema = controlSchema;
        this.migration = migration;
    }

    public Optional<Recopy> find() throws SQLException {
        try {
            return Recopy.of(MigrationRegistry.control(connection, schema, migration));
        } finally {
            connection.rollback();
        }
    }

    /**
     * Enters a request that is not ready, in place of an earlier one, and takes every lane from whoever wrote it last.
     *
     * @return empty if a writer's lease has not run out; nothing is changed then
     */
    public Optional<Recopy> begin(List<TableId> tables) throws SQLException {
        try {
            long generation = lockFences();
            if (generation < 0) {
                connection.rollback();
                return Optional.empty();
            }
            Recopy recopy = new Recopy(generation + 1, false, tables);
            raise(recopy.generation());
            write(recopy);
            connection.commit();
            return Optional.of(recopy);
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        }
    }

    /** The tables are empty: a run may execute the request. */
    public void setReady(Recopy recopy) throws SQLException {
        try {
            write(recopy.asReady());
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        }
    }

    /** The highest generation of a lane; -1 if one of them has a live lease. */
    private long lockFences() throws SQLException {
        String sql = "SELECT \"GENERATION\", CASE WHEN \"LEASE_UNTIL\" > SYSTIMESTAMP THEN 1 ELSE 0 END FROM "
                + ControlTables.qualified(schema, ControlTables.FENCE)
                + " WHERE \"MIGRATION\" = ? ORDER BY \"LANE\" FOR UPDATE WAIT 10";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, migration);
            long highest = 0;
            boolean live = false;
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    highest = Math.max(highest, rows.getLong(1));
                    live |= rows.getInt(2) == 1;
                }
            }
            return live ? -1 : highest;
        }
    }

    private void raise(long generation) throws SQLException {
        String sql = "UPDATE " + ControlTables.qualified(schema, ControlTables.FENCE)
                + " SET \"GENERATION\" = ?, \"FLUSH\" = 0, \"CHECKPOINT\" = 0, \"UPDATED_AT\" = SYSTIMESTAMP"
                + " WHERE \"MIGRATION\" = ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, generation);
            update.setString(2, migration);
            update.executeUpdate();
        }
    }

    /** Rows of the tables are of different moments until the stream has passed a new consistency point. */
    private void write(Recopy recopy) throws SQLException {
        String control = ControlTables.qualified(schema, ControlTables.CONTROL);
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + control
                + " WHERE \"MIGRATION\" = ? AND (\"NAME\" LIKE '" + ControlTables.RECOPY + "%' OR \"NAME\" = ?)")) {
            delete.setString(1, migration);
            delete.setString(2, ControlTables.CONSISTENCY_POINT);
            delete.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO " + control + " (\"MIGRATION\", \"NAME\", \"VALUE\") VALUES (?, ?, ?)")) {
            for (Map.Entry<String, String> row : recopy.rows().entrySet()) {
                insert.setString(1, migration);
                insert.setString(2, row.getKey());
                insert.setString(3, row.getValue());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
