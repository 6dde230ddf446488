package io.sealane.sink;

import io.sealane.fence.ControlTables;
import io.sealane.fence.Recopy;
import io.sealane.mapping.Routes;
import io.sealane.model.TableId;
import io.sealane.oracle.OracleName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes and reads the {@link Recopy} of a stopped migration. Every method is one transaction of the connection, which must
 * not commit by itself ({@link TargetConnections#open}). Not thread-safe.
 */
public final class RecopyRequests {
    private final Connection connection;
    private final OracleName schema;
    private final String migration;
    private final ControlRows rows;

    public RecopyRequests(Connection connection, OracleName controlSchema, String migration) {
        this.connection = connection;
        this.schema = controlSchema;
        this.migration = migration;
        this.rows = new ControlRows(connection, controlSchema, migration);
    }

    public Optional<Recopy> find() throws SQLException {
        try {
            return standing();
        } finally {
            connection.rollback();
        }
    }

    /**
     * Enters a request that is not ready, and takes every lane from whoever wrote it last. What an earlier request wants
     * stays wanted: its tables may be empty already.
     *
     * @param migrated what of an earlier request still counts
     * @param routes of the tables from now on; whichever is not among the registered ones must be of a table to be copied
     * @return with the tables of an earlier request too; empty if a writer's lease has not run out: nothing is changed then
     */
    public Optional<Recopy> begin(List<TableId> tables, Set<TableId> migrated, Routes routes) throws SQLException {
        try {
            Fences fences = lockFences();
            if (fences.live()) {
                connection.rollback();
                return Optional.empty();
            }
            Recopy recopy = enter(fences, Recopy.together(tables, standing(), migrated));
            MigrationRegistry.replaceRoutes(connection, schema, migration, routes);
            connection.commit();
            return Optional.of(recopy);
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        }
    }

    /**
     * Whether the request is still this one, and not ready; one that another command replaced must not be gone on with.
     */
    public boolean stands(Recopy recopy) throws SQLException {
        return find().filter(recopy::equals).isPresent();
    }

    /**
     * The tables are empty: a run may execute the request.
     *
     * <p>If the request is no longer this one, its tables were emptied under whoever came after. Then they are requested
     * anew, whatever runs: its writers stop at their next flush. The routes stay those of the other command.
     *
     * @return whether the request was still this one
     */
    public boolean setReady(Recopy recopy) throws SQLException {
        try {
            Fences fences = lockFences();
            Optional<Recopy> standing = standing();
            boolean ours = standing.filter(recopy::equals).isPresent();
            if (ours) {
                write(recopy.asReady());
            } else {
                enter(fences, Recopy.together(recopy.tables(), standing));
            }
            connection.commit();
            return ours;
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        }
    }

    private Optional<Recopy> standing() throws SQLException {
        return Recopy.of(rows.read());
    }

    private Recopy enter(Fences fences, List<TableId> tables) throws SQLException {
        Recopy recopy = new Recopy(fences.generation() + 1, false, tables);
        raise(recopy.generation());
        write(recopy);
        return recopy;
    }

    /**
     * @param generation the highest of a lane
     * @param live whether one of them has a live lease
     */
    private record Fences(long generation, boolean live) {}

    private Fences lockFences() throws SQLException {
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
            return new Fences(highest, live);
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
        rows.delete("LIKE '" + ControlTables.RECOPY + "%'");
        rows.delete("= '" + ControlTables.CONSISTENCY_POINT + "'");
        rows.insert(recopy.rows());
    }
}
