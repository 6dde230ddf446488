package io.sealane.source.postgres.copy;

import io.sealane.model.RowText;
import io.sealane.model.SourceColumn;
import io.sealane.model.SourceTable;
import io.sealane.model.TableId;
import io.sealane.source.postgres.Durability;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads single rows by key as a table snapshot would, for values that the stream did not carry. */
public final class RowReader {
    private RowReader() {}

    /**
     * The row as it is now, in a committed and durable state.
     *
     * @param connection one of {@code PostgresConnections}; not to be used again after an exception
     * @param keyRow a row of {@code table} whose key columns are there
     * @return empty if no row has this key
     */
    public static Optional<RowText> read(Connection connection, SourceTable table, RowText keyRow)
            throws SQLException, InterruptedException {
        connection.setAutoCommit(true);
        CopyQuery query = new CopyQuery(connection, table);
        query.begin();
        Optional<RowText> found = query.one(" WHERE " + keyCondition(table, keyRow));
        query.end();
        Durability.awaitFlushed(connection, CopyQuery.FLUSH_LIMIT);
        return found;
    }

    private static String keyCondition(SourceTable table, RowText keyRow) {
        return table.key().stream()
                .map(index -> {
                    SourceColumn column = table.columns().get(index);
                    return TableId.quote(column.name()) + " = " + literal(keyRow, index) + "::" + column.declaredType();
                })
                .collect(Collectors.joining(" AND "));
    }

    /** {@code standard_conforming_strings} is pinned, so only quotes need doubling. */
    private static String literal(RowText row, int index) {
        String text = row.text(index);
        if (text == null) {
            throw new IllegalArgumentException("BUG: key column " + index + " is NULL");
        }
        return "'" + text.replace("'", "''") + "'";
    }
}
