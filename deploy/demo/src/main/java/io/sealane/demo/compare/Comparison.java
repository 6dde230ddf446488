package io.sealane.demo.compare;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares every row of a table of both databases, which must be at rest. Belongs to one thread. */
public final class Comparison {
    private static final int FETCH_ROWS = 1000;
    /** The text forms that {@link ColumnKind} reads. */
    private static final List<String> SETTINGS = List.of(
            "SET DateStyle = 'ISO, YMD'",
            "SET TimeZone = 'UTC'",
            "SET bytea_output = 'hex'",
            "SET extra_float_digits = 3");

    private final Connection source;
    private final Connection target;

    public Comparison(Connection source, Connection target) {
        this.source = source;
        this.target = target;
    }

    /** @param schema schema and {@code table} by their names in the source */
    public TableResult compare(String schema, String table) throws SQLException {
        ComparedTable compared = ComparedTable.describe(source, schema, table);
        RowLedger ledger = new RowLedger(compared);
        readSource(compared, ledger);
        readTarget(compared, ledger);
        return ledger.result();
    }

    private void readSource(ComparedTable table, RowLedger ledger) throws SQLException {
        // pgjdbc fetches in portions only inside a transaction.
        source.setAutoCommit(false);
        try (Statement statement = source.createStatement()) {
            for (String setting : SETTINGS) {
                statement.execute(setting);
            }
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet rows = statement.executeQuery(table.sourceQuery())) {
                while (rows.next()) {
                    ledger.source(sourceRow(table, rows));
                }
            }
        } finally {
            source.rollback();
            source.setAutoCommit(true);
        }
    }

    private void readTarget(ComparedTable table, RowLedger ledger) throws SQLException {
        try (Statement statement = target.createStatement()) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet rows = statement.executeQuery(table.targetQuery())) {
                while (rows.next()) {
                    ledger.target(targetRow(table, rows));
                }
            }
        }
    }

    private static List<@Nullable String> sourceRow(ComparedTable table, ResultSet rows) throws SQLException {
        List<@Nullable String> values = new ArrayList<>();
        for (ComparedTable.Column column : table.columns()) {
            String text = rows.getString(values.size() + 1);
            values.add(text == null ? null : column.kind().source(text));
        }
        return values;
    }

    private static List<@Nullable String> targetRow(ComparedTable table, ResultSet rows) throws SQLException {
        List<@Nullable String> values = new ArrayList<>();
        for (ComparedTable.Column column : table.columns()) {
            Object value = column.kind().read(rows, values.size() + 1);
            values.add(value == null ? null : column.kind().target(value));
        }
        return values;
    }
}
