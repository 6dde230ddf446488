package io.sealane.sink;

import io.sealane.fence.ControlTables;
import io.sealane.oracle.OracleName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * The name that one set of control tables has, whatever the address under which it is reached. By it a source tells which
 * target a publication was made for. Every method is one transaction of the connection. Not thread-safe.
 */
public final class ControlIdentity {
    /** No migration can have this name. */
    private static final String ALL_MIGRATIONS = "*";

    private static final String NAME = "identity";
    private static final int DUPLICATE_KEY = 1;

    private final Connection connection;
    private final String table;

    public ControlIdentity(Connection connection, OracleName controlSchema) {
        this.connection = connection;
        this.table = ControlTables.qualified(controlSchema, ControlTables.CONTROL);
    }

    /** Empty if these tables have none yet. The tables must exist. */
    public Optional<String> find() throws SQLException {
        String sql = "SELECT \"VALUE\" FROM " + table + " WHERE \"MIGRATION\" = ? AND \"NAME\" = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, ALL_MIGRATIONS);
            select.setString(2, NAME);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        } finally {
            connection.rollback();
        }
    }

    /** The one that these tables have, made if there is none. */
    public String findOrMake() throws SQLException {
        Optional<String> found = find();
        return found.isPresent() ? found.get() : make();
    }

    private String make() throws SQLException {
        String made = UUID.randomUUID().toString();
        String sql = "INSERT INTO " + table + " (\"MIGRATION\", \"NAME\", \"VALUE\") VALUES (?, ?, ?)";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, ALL_MIGRATIONS);
            insert.setString(2, NAME);
            insert.setString(3, made);
            insert.executeUpdate();
            connection.commit();
            return made;
        } catch (SQLException e) {
            connection.rollback();
            if (e.getErrorCode() != DUPLICATE_KEY) {
                throw e;
            }
        }
        // Another command was faster.
        return find().orElseThrow();
    }
}
