package io.sealane.chaos.reconcile;

import io.sealane.chaos.history.ChaosColumn;
import io.sealane.chaos.history.ChaosTable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A whole table in canonical form.
 *
 * @param rows by key, its columns joined by a bar; each row in the order of {@link ChaosTable#columns()}
 */
record TableImage(ChaosTable table, Map<String, List<@Nullable String>> rows) {

    /** Every row of the source, each column as PostgreSQL's text. */
    static TableImage ofSource(Connection postgres, ChaosTable table) throws SQLException {
        String columns = table.columns().stream().map(c -> c.name() + "::text").collect(Collectors.joining(", "));
        return read(
                postgres,
                table,
                "SELECT " + columns + " FROM " + table.id().quoted(),
                (row, i) -> switch (table.columns().get(i - 1).kind()) {
                    // PostgreSQL casts a boolean to 'true', but prints it as 't'.
                    case BOOLEAN -> row.getString(i).substring(0, 1);
                    default -> Canonical.fromSource(table.columns().get(i - 1).kind(), row.getString(i));
                });
    }

    /** Every row of the target. */
    static TableImage ofTarget(Connection oracle, ChaosTable table) throws SQLException {
        List<ChaosColumn> columns = table.columns();
        String names = columns.stream().map(c -> '"' + c.targetName() + '"').collect(Collectors.joining(", "));
        return read(
                oracle,
                table,
                "SELECT " + names + " FROM " + table.targetName(),
                (row, i) -> Canonical.fromTarget(columns.get(i - 1).kind(), row, i));
    }

    private static TableImage read(Connection connection, ChaosTable table, String sql, Getter getter)
            throws SQLException {
        Map<String, List<@Nullable String>> rows = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<@Nullable String> row = new ArrayList<>();
                for (int i = 1; i <= table.columns().size(); i++) {
                    row.add(getter.value(result, i));
                }
                String key = row.stream().limit(table.key().size()).collect(Collectors.joining("|"));
                if (rows.put(key, row) != null) {
                    throw new IllegalStateException("Table " + table + " has two rows of one key: " + key);
                }
            }
        }
        return new TableImage(table, rows);
    }

    /** Reads one column of the row that the cursor is on. */
    private interface Getter {
        @Nullable
        String value(ResultSet row, int column) throws SQLException;
    }
}
