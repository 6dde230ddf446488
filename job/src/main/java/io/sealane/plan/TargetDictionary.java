package io.sealane.plan;

import io.sealane.oracle.OracleName;
import io.sealane.oracle.OracleType;
import io.sealane.oracle.TargetColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the target's dictionary. The ALL_ views need no privilege and show what the user can reach: a table that is
 * missing and one that was not granted look the same. Used once.
 */
final class TargetDictionary {
    private static final String COLUMNS = """
            SELECT table_name, column_name, data_type, data_length, char_length, char_used, data_precision, data_scale,
                   nullable, default_length, virtual_column
              FROM all_tab_cols WHERE owner = ? AND hidden_column = 'NO' ORDER BY table_name, column_id""";
    private static final String CHARACTER_SETS = "SELECT \"PARAMETER\", \"VALUE\" FROM nls_database_parameters"
            + " WHERE \"PARAMETER\" IN ('NLS_CHARACTERSET', 'NLS_NCHAR_CHARACTERSET')";
    private static final String ALWAYS_IDENTITY =
            "SELECT table_name, column_name FROM all_tab_identity_cols WHERE owner = ? AND generation_type = 'ALWAYS'";
    private static final String KEYS = """
            SELECT c.table_name, c.constraint_name, c.constraint_type, cc.column_name
              FROM all_constraints c
              JOIN all_cons_columns cc ON cc.owner = c.owner AND cc.constraint_name = c.constraint_name
             WHERE c.owner = ? AND c.constraint_type IN ('P', 'U') AND c.status = 'ENABLED'""";
    private static final String UNIQUE_INDEXES = """
            SELECT i.table_name, i.index_name, ic.column_name
              FROM all_indexes i
              JOIN all_ind_columns ic ON ic.index_owner = i.owner AND ic.index_name = i.index_name
             WHERE i.table_owner = ? AND i.uniqueness = 'UNIQUE'""";
    private static final String FOREIGN_KEYS = "SELECT table_name, constraint_name FROM all_constraints"
            + " WHERE owner = ? AND constraint_type = 'R' AND status = 'ENABLED'";
    private static final String REFERENCED = """
            SELECT p.table_name, c.constraint_name
              FROM all_constraints c
              JOIN all_constraints p ON p.owner = c.r_owner AND p.constraint_name = c.r_constraint_name
             WHERE c.r_owner = ? AND c.constraint_type = 'R' AND c.status = 'ENABLED'""";
    private static final String TRIGGERS =
            "SELECT table_name, trigger_name FROM all_triggers WHERE table_owner = ? AND status = 'ENABLED'";

    private static final class Draft {
        private final List<DictionaryColumn> columns = new ArrayList<>();
        private final Set<String> primaryKey = new TreeSet<>();
        private final Map<String, Set<String>> uniques = new TreeMap<>();
        private final Set<String> foreignKeys = new TreeSet<>();
        private final Set<String> triggers = new TreeSet<>();
    }

    /** Takes a row; the first column is the table's name. */
    private interface RowReader {
        void read(Draft table, ResultSet row) throws SQLException;
    }

    private final Connection connection;
    private final OracleName schema;
    private final Map<String, String> characterSets;
    private final Map<String, Draft> tables = new LinkedHashMap<>();

    private TargetDictionary(Connection connection, OracleName schema, Map<String, String> characterSets) {
        this.connection = connection;
        this.schema = schema;
        this.characterSets = characterSets;
    }

    static Map<TargetId, DictionaryTable> read(Connection connection, Set<OracleName> schemas) throws SQLException {
        Map<TargetId, DictionaryTable> dictionary = new HashMap<>();
        Map<String, String> characterSets = characterSets(connection);
        for (OracleName schema : schemas) {
            new TargetDictionary(connection, schema, characterSets).readInto(dictionary);
        }
        return dictionary;
    }

    private void readInto(Map<TargetId, DictionaryTable> dictionary) throws SQLException {
        Set<String> always = new TreeSet<>();
        readAll(ALWAYS_IDENTITY, row -> always.add(row.getString(1) + '.' + row.getString(2)));
        readAll(COLUMNS, row -> tables.computeIfAbsent(row.getString(1), name -> new Draft())
                .columns
                .add(column(row, always)));
        readTables(KEYS, (table, row) -> {
            boolean primary = row.getString(3).equals("P");
            Set<String> key = primary
                    ? table.primaryKey
                    : table.uniques.computeIfAbsent(row.getString(2), name -> new TreeSet<>());
            key.add(row.getString(4));
        });
        readTables(UNIQUE_INDEXES, (table, row) -> table.uniques
                .computeIfAbsent(row.getString(2), name -> new TreeSet<>())
                .add(row.getString(3)));
        readTables(FOREIGN_KEYS, (table, row) -> table.foreignKeys.add(row.getString(2)));
        readTables(REFERENCED, (table, row) -> table.foreignKeys.add(row.getString(2)));
        readTables(TRIGGERS, (table, row) -> table.triggers.add(row.getString(2)));
        tables.forEach((name, draft) -> {
            TargetId id = new TargetId(schema, new OracleName(name));
            // The index behind the primary key is no further key.
            draft.uniques.values().removeIf(unique -> unique.equals(draft.primaryKey));
            dictionary.put(
                    id,
                    new DictionaryTable(
                            id,
                            List.copyOf(draft.columns),
                            draft.primaryKey,
                            draft.uniques,
                            List.copyOf(draft.foreignKeys),
                            List.copyOf(draft.triggers)));
        });
    }

    private static Map<String, String> characterSets(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(CHARACTER_SETS);
                ResultSet rows = select.executeQuery()) {
            Map<String, String> sets = new HashMap<>();
            while (rows.next()) {
                sets.put(rows.getString(1), rows.getString(2));
            }
            return sets;
        }
    }

    private String characterSet(String dataType) {
        String parameter = OracleType.isNational(dataType) ? "NLS_NCHAR_CHARACTERSET" : "NLS_CHARACTERSET";
        String set = characterSets.get(parameter);
        if (set == null) {
            throw new IllegalStateException("BUG: NLS_DATABASE_PARAMETERS has no " + parameter);
        }
        return set;
    }

    private DictionaryColumn column(ResultSet row, Set<String> always) throws SQLException {
        OracleType type = new OracleType(
                row.getString(3),
                row.getInt(4),
                row.getInt(5),
                row.getString(6),
                number(row, 7),
                number(row, 8),
                characterSet(row.getString(3)));
        boolean nullable = row.getString(9).equals("Y");
        return new DictionaryColumn(
                new TargetColumn(new OracleName(row.getString(2)), type, nullable),
                row.getInt(10) > 0,
                row.getString(11).equals("YES"),
                always.contains(row.getString(1) + '.' + row.getString(2)));
    }

    private static @Nullable Integer number(ResultSet row, int column) throws SQLException {
        int number = row.getInt(column);
        return row.wasNull() ? null : number;
    }

    private interface RowConsumer {
        void read(ResultSet row) throws SQLException;
    }

    private void readAll(String sql, RowConsumer consumer) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, schema.value());
            select.setFetchSize(1000);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    consumer.read(rows);
                }
            }
        }
    }

    private void readTables(String sql, RowReader reader) throws SQLException {
        readAll(sql, row -> {
            Draft table = tables.get(row.getString(1));
            if (table != null) {
                reader.read(table, row);
            }
        });
    }
}
