package io.sealane.sink;

import io.sealane.config.Mode;
import io.sealane.fence.ControlTables;
import io.sealane.fence.MigrationState;
import io.sealane.fence.RegisteredMigration;
import io.sealane.mapping.Routes;
import io.sealane.model.Lsn;
import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.oracle.OracleName;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The control tables from outside the job: makes them, and registers, finds and removes migrations. Every method is one
 * transaction of the connection, which must not commit by itself ({@link TargetConnections#open}). Not thread-safe.
 */
public final class MigrationRegistry {
    private static final String SELECT =
            "SELECT \"MIGRATION\", \"LINEAGE\", \"LANES\", \"LANE_MAP\", \"JOB_MODE\", \"ROUTES\", \"START_LSN\","
                    + " \"STATE\" FROM ";

    private static final int TABLE_UNKNOWN = 942;
    private static final int DUPLICATE_KEY = 1;

    private final Connection connection;
    private final OracleName schema;

    public MigrationRegistry(Connection connection, OracleName controlSchema) {
        this.connection = connection;
        this.schema = controlSchema;
    }

    /** Whether all control tables are there and readable. */
    public boolean tablesExist() throws SQLException {
        return missingTables().isEmpty();
    }

    /** Makes those that are missing. */
    public void createTables() throws SQLException {
        List<String> missing = missingTables();
        List<String> ddl = ControlTables.ddl(schema);
        try (Statement statement = connection.createStatement()) {
            for (int i = 0; i < ddl.size(); i++) {
                if (missing.contains(ControlTables.NAMES.get(i))) {
                    statement.execute(ddl.get(i));
                }
            }
        }
        connection.commit();
    }

    /**
     * Enters a migration and one fence row a lane, all at (start, 0) and generation 0.
     *
     * @throws MigrationException if a migration of this name is there already; nothing is changed then
     */
    public void register(Registration registration) throws SQLException {
        if (find(registration.migration()).isPresent()) {
            throw alreadyThere(registration.migration(), null);
        }
        try {
            insert(registration, 0);
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            if (e.getErrorCode() == DUPLICATE_KEY) {
                throw alreadyThere(registration.migration(), e);
            }
            throw e;
        }
    }

    /**
     * The same in place of the registered one, under another lineage.
     *
     * @param generation of every lane; above all earlier ones
     */
    public void registerAnew(Registration registration, long generation) throws SQLException {
        try {
            delete(registration.migration(), List.of(ControlTables.MIGRATION));
            insert(registration, generation);
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        }
    }

    public Optional<RegisteredMigration> find(String migration) throws SQLException {
        try {
            return read(connection, schema, migration);
        } finally {
            connection.rollback();
        }
    }

    /** Every migration, by name. */
    public List<RegisteredMigration> all() throws SQLException {
        String sql = SELECT + table(ControlTables.MIGRATION) + " ORDER BY \"MIGRATION\"";
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet rows = select.executeQuery()) {
            List<RegisteredMigration> all = new ArrayList<>();
            while (rows.next()) {
                all.add(registered(rows));
            }
            return all;
        }
    }

    /** Names of the migrations of which a writer holds a lease. */
    public Set<String> live() throws SQLException {
        return migrations(ControlTables.FENCE, "\"LEASE_UNTIL\" > SYSTIMESTAMP");
    }

    /** Names of the migrations that are to copy tables again. */
    public Set<String> recopying() throws SQLException {
        return migrations(ControlTables.CONTROL, "\"NAME\" LIKE '" + ControlTables.RECOPY + "%'");
    }

    /** Names of the migrations that were registered or written to within {@code age}, by the target's clock. */
    public Set<String> updatedWithin(Duration age) throws SQLException {
        String recently = "\"UPDATED_AT\" > SYSTIMESTAMP - " + FenceStore.interval(age);
        Set<String> updated = migrations(ControlTables.FENCE, recently);
        updated.addAll(migrations(ControlTables.MIGRATION, recently));
        return updated;
    }

    private Set<String> migrations(String table, String condition) throws SQLException {
        String sql = "SELECT DISTINCT \"MIGRATION\" FROM " + table(table) + " WHERE " + condition;
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet rows = select.executeQuery()) {
            Set<String> names = new HashSet<>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }

    /** As {@link #find}, within the transaction that the connection is in. */
    static Optional<RegisteredMigration> read(Connection connection, OracleName schema, String migration)
            throws SQLException {
        String sql = SELECT + ControlTables.qualified(schema, ControlTables.MIGRATION) + " WHERE \"MIGRATION\" = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, migration);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(registered(row)) : Optional.empty();
            }
        }
    }

    /** The row of a {@link #SELECT} that {@code row} stands on. */
    private static RegisteredMigration registered(ResultSet row) throws SQLException {
        return new RegisteredMigration(
                row.getString(1),
                row.getString(2),
                row.getInt(3),
                row.getString(4),
                Mode.valueOf(row.getString(5)),
                row.getString(6),
                lsn(row.getBigDecimal(7)),
                MigrationState.valueOf(row.getString(8)));
    }

    /** Where the migration's tables were to go when it was registered; none if it is not. */
    public Routes routes(String migration) throws SQLException {
        try {
            return new ControlRows(connection, schema, migration).routes();
        } finally {
            connection.rollback();
        }
    }

    /**
     * The position that every lane has reached: everything committed before it has been applied. Empty if the migration
     * has no fence rows.
     */
    public Optional<Lsn> minFence(String migration) throws SQLException {
        String sql = "SELECT MIN(\"COMMIT_LSN\") FROM " + table(ControlTables.FENCE) + " WHERE \"MIGRATION\" = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, migration);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return Optional.ofNullable(row.getBigDecimal(1)).map(MigrationRegistry::lsn);
            }
        } finally {
            connection.rollback();
        }
    }

    /** Removes all rows of the migration; nothing happens if there are none. */
    public void remove(String migration) throws SQLException {
        try {
            delete(migration, List.of(ControlTables.CONTROL, ControlTables.FENCE, ControlTables.MIGRATION));
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        }
    }

    private void delete(String migration, List<String> tables) throws SQLException {
        for (String table : tables) {
            String sql = "DELETE FROM " + table(table) + " WHERE \"MIGRATION\" = ?";
            try (PreparedStatement delete = connection.prepareStatement(sql)) {
                delete.setString(1, migration);
                delete.executeUpdate();
            }
        }
    }

    /** NUMBER(20) holds all of an LSN's 64 bits, as the unsigned number that it is. */
    static BigDecimal number(Lsn lsn) {
        return new BigDecimal(Long.toUnsignedString(lsn.value()));
    }

    static Lsn lsn(BigDecimal number) {
        return new Lsn(number.toBigInteger().longValue());
    }

    private void insert(Registration registration, long generation) throws SQLException {
        insertMigration(registration);
        // Of the one before, or of one whose own row somebody has deleted by hand; that row's key keeps other commands
        // out.
        delete(registration.migration(), List.of(ControlTables.CONTROL, ControlTables.FENCE));
        new ControlRows(connection, schema, registration.migration()).insertRoutes(registration.routes());
        insertFences(registration, generation);
    }

    private void insertMigration(Registration registration) throws SQLException {
        String sql = "INSERT INTO " + table(ControlTables.MIGRATION)
                + " (\"MIGRATION\", \"LINEAGE\", \"LANES\", \"LANE_MAP\", \"JOB_MODE\", \"ROUTES\", \"START_LSN\","
                + " \"STATE\", \"CREATED_AT\", \"UPDATED_AT\")"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, SYSTIMESTAMP, SYSTIMESTAMP)";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, registration.migration());
            insert.setString(2, registration.lineage().text());
            insert.setInt(3, registration.lanes().count());
            insert.setString(4, registration.lanes().fingerprint());
            insert.setString(5, registration.mode().name());
            insert.setString(6, registration.routes().fingerprint());
            insert.setBigDecimal(7, number(registration.start()));
            insert.setString(8, MigrationState.PREPARED.name());
            insert.executeUpdate();
        }
    }

    /** Puts other routes in place of the registered ones, within the transaction of the connection. */
    static void replaceRoutes(Connection connection, OracleName schema, String migration, Routes routes)
            throws SQLException {
        new ControlRows(connection, schema, migration).replaceRoutes(routes);
        String sql = "UPDATE " + ControlTables.qualified(schema, ControlTables.MIGRATION)
                + " SET \"ROUTES\" = ?, \"UPDATED_AT\" = SYSTIMESTAMP WHERE \"MIGRATION\" = ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, routes.fingerprint());
            update.setString(2, migration);
            update.executeUpdate();
        }
    }

    private void insertFences(Registration registration, long generation) throws SQLException {
        String sql = "INSERT INTO " + table(ControlTables.FENCE)
                + " (\"MIGRATION\", \"LANE\", \"GENERATION\", \"LINEAGE\", \"COMMIT_LSN\", \"ORDINAL\", \"FLUSH\","
                + " \"CHECKPOINT\", \"UPDATED_AT\") VALUES (?, ?, ?, ?, ?, 0, 0, 0, SYSTIMESTAMP)";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int lane = 0; lane < registration.lanes().count(); lane++) {
                insert.setString(1, registration.migration());
                insert.setInt(2, lane);
                insert.setLong(3, generation);
                insert.setString(4, registration.lineage().text());
                insert.setBigDecimal(5, number(registration.start()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private List<String> missingTables() throws SQLException {
        List<String> missing = new ArrayList<>();
        for (String name : ControlTables.NAMES) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT 1 FROM " + table(name) + " WHERE 1 = 0");
            } catch (SQLException e) {
                if (e.getErrorCode() != TABLE_UNKNOWN && !"42S02".equals(e.getSQLState())) {
                    throw e;
                }
                missing.add(name);
            }
        }
        connection.rollback();
        return missing;
    }

    private String table(String name) {
        return ControlTables.qualified(schema, name);
    }

    private static MigrationException alreadyThere(String migration, @Nullable Throwable cause) {
        return new MigrationException(
                Kind.TARGET,
                "TGT-101",
                "Cannot register migration " + migration + ": " + ControlTables.MIGRATION
                        + " has one of this name already. Run it again under its own configuration, choose another"
                        + " name, or remove it with `sealane cleanup`.",
                cause);
    }
}
