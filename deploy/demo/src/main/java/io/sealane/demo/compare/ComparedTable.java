package io.sealane.demo.compare;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A table as both sides know it. The target's names are the source's in upper case.
 *
 * @param schema the source's schema
 * @param name the source's table
 * @param columns in the source's order
 * @param key indexes into {@code columns}
 */
record ComparedTable(String schema, String name, List<Column> columns, List<Integer> key) {
    record Column(String name, ColumnKind kind) {}

    /** Reads the table's columns and primary key from PostgreSQL's catalog. */
    static ComparedTable describe(Connection source, String schema, String name) throws SQLException {
        List<Column> columns = new ArrayList<>();
        List<Integer> key = new ArrayList<>();
        String sql = """
                SELECT a.attname, t.typname, a.attnum = ANY (i.indkey)
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                JOIN pg_type t ON t.oid = a.atttypid
                WHERE n.nspname = ? AND c.relname = ? ORDER BY a.attnum""";
        try (PreparedStatement statement = source.prepareStatement(sql)) {
            statement.setString(1, schema);
            statement.setString(2, name);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (rows.getBoolean(3)) {
                        key.add(columns.size());
                    }
                    columns.add(new Column(rows.getString(1), ColumnKind.of(rows.getString(2))));
                }
            }
        }
        if (key.isEmpty()) {
            throw new IllegalArgumentException(
                    "Cannot compare " + schema + "." + name + ": it is missing or has no primary key");
        }
        return new ComparedTable(schema, name, List.copyOf(columns), List.copyOf(key));
    }

    /** Every row as PostgreSQL's own text. */
    String sourceQuery() {
        List<String> texts =
                columns.stream().map(c -> quote(c.name()) + "::text").toList();
        return "SELECT " + String.join(", ", texts) + " FROM " + quote(schema) + "." + quote(name);
    }

    String targetQuery() {
        List<String> names = columns.stream().map(c -> quote(upper(c.name()))).toList();
        return "SELECT " + String.join(", ", names) + " FROM " + quote(upper(schema)) + "." + quote(upper(name));
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    private static String quote(String name) {
        return '"' + name + '"';
    }
}
