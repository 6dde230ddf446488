package io.sealane.standin.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The declared types of all columns, in memory and in the table SYS.DECLARED_COLUMNS, which the dictionary views read.
 * This class is threadsafe.
 */
public final class Catalogue {
    private final Map<TableName, Map<String, DeclaredType>> tables = new ConcurrentHashMap<>();
    /** Constraint names by what H2 calls their index; forgotten at every DDL. */
    private final Map<String, String> constraintNames = new ConcurrentHashMap<>();

    static Catalogue load(Connection connection) throws SQLException {
        Catalogue catalogue = new Catalogue();
        try (PreparedStatement select = connection.prepareStatement("SELECT owner, table_name, column_name, type,"
                        + " char_length, in_characters, type_precision, type_scale FROM SYS.DECLARED_COLUMNS");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                DeclaredType type = new DeclaredType(
                        OracleType.valueOf(rows.getString(4)),
                        rows.getInt(5),
                        rows.getBoolean(6),
                        rows.getInt(7),
                        rows.getInt(8));
                catalogue
                        .columns(new TableName(rows.getString(1), rows.getString(2)))
                        .put(rows.getString(3), type);
            }
        }
        return catalogue;
    }

    private Map<String, DeclaredType> columns(TableName table) {
        return tables.computeIfAbsent(table, name -> new ConcurrentHashMap<>());
    }

    public Optional<DeclaredType> find(String owner, String table, String column) {
        Map<String, DeclaredType> columns = tables.get(new TableName(owner, table));
        return columns == null ? Optional.empty() : Optional.ofNullable(columns.get(column));
    }

    void declare(Connection connection, TableName table, String column, DeclaredType type) throws SQLException {
        columns(table).put(column, type);
        delete(connection, table, column);
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO SYS.DECLARED_COLUMNS VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, table.owner());
            insert.setString(2, table.table());
            insert.setString(3, column);
            insert.setString(4, type.type().name());
            insert.setInt(5, type.length());
            insert.setBoolean(6, type.inCharacters());
            insert.setInt(7, type.precision());
            insert.setInt(8, type.scale());
            insert.setString(9, type.dictionaryName());
            insert.setInt(10, type.dataLength());
            insert.setString(11, type.charUsed());
            insert.setObject(12, type.dictionaryPrecision());
            insert.setObject(13, type.dictionaryScale());
            insert.executeUpdate();
        }
    }

    private static void delete(Connection connection, TableName table, String column) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM SYS.DECLARED_COLUMNS WHERE owner = ? AND table_name = ? AND column_name = ?")) {
            delete.setString(1, table.owner());
            delete.setString(2, table.table());
            delete.setString(3, column);
            delete.executeUpdate();
        }
    }

    void forget(Connection connection, TableName table) throws SQLException {
        tables.remove(table);
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM SYS.DECLARED_COLUMNS WHERE owner = ? AND table_name = ?")) {
            delete.setString(1, table.owner());
            delete.setString(2, table.table());
            delete.executeUpdate();
        }
    }

    void renameColumn(Connection connection, TableName table, String from, String to) throws SQLException {
        DeclaredType type = columns(table).remove(from);
        delete(connection, table, from);
        if (type != null) {
            declare(connection, table, to, type);
        }
    }

    void renameTable(Connection connection, TableName from, TableName to) throws SQLException {
        Map<String, DeclaredType> columns = columns(from);
        forget(connection, from);
        for (Map.Entry<String, DeclaredType> column : columns.entrySet()) {
            declare(connection, to, column.getKey(), column.getValue());
        }
    }

    Map<String, String> constraintNames() {
        return constraintNames;
    }
}
