package io.sealane.sink;

import io.sealane.fence.ControlTables;
import io.sealane.mapping.Routes;
import io.sealane.oracle.OracleName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A migration's rows of {@code SEALANE_CONTROL}, all within the transaction that the connection is in. Not thread-safe. */
final class ControlRows {
    private static final String IS_ROUTE = "LIKE '" + ControlTables.ROUTE + "%'";

    private final Connection connection;
    private final String table;
    private final String migration;

    ControlRows(Connection connection, OracleName schema, String migration) {
        this.connection = connection;
        this.table = ControlTables.qualified(schema, ControlTables.CONTROL);
        this.migration = migration;
    }

    /** Value by name; without the routes, which are as many as the migration's tables. */
    Map<String, String> read() throws SQLException {
        return read("NOT " + IS_ROUTE);
    }

    /** None if the migration is not registered. */
    Routes routes() throws SQLException {
        return new Routes(new TreeSet<>(read(IS_ROUTE).values()));
    }

    private Map<String, String> read(String condition) throws SQLException {
        String sql = "SELECT \"NAME\", \"VALUE\" FROM " + table + " WHERE \"MIGRATION\" = ? AND \"NAME\" " + condition;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setFetchSize(1024);
            select.setString(1, migration);
            Map<String, String> rows = new HashMap<>();
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    String value = found.getString(2);
                    rows.put(found.getString(1), value == null ? "" : value);
                }
            }
            return rows;
        }
    }

    /** Puts these in place of those that are there. */
    void replaceRoutes(Routes routes) throws SQLException {
        delete(IS_ROUTE);
        insertRoutes(routes);
    }

    void insertRoutes(Routes routes) throws SQLException {
        List<String> values = List.copyOf(routes.texts());
        Map<String, String> rows = new TreeMap<>();
        for (int i = 0; i < values.size(); i++) {
            rows.put(String.format("%s%06d", ControlTables.ROUTE, i), values.get(i));
        }
        insert(rows);
    }

    /** @param rows value by name */
    void insert(Map<String, String> rows) throws SQLException {
        String sql = "INSERT INTO " + table + " (\"MIGRATION\", \"NAME\", \"VALUE\") VALUES (?, ?, ?)";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (Map.Entry<String, String> row : rows.entrySet()) {
                insert.setString(1, migration);
                insert.setString(2, row.getKey());
                insert.setString(3, row.getValue());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** @param condition on their names: {@code = 'witness'}; never from outside */
    void delete(String condition) throws SQLException {
        String sql = "DELETE FROM " + table + " WHERE \"MIGRATION\" = ? AND \"NAME\" " + condition;
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setString(1, migration);
            delete.executeUpdate();
        }
    }
}
