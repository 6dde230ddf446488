package io.sealane.source.postgres.copy;

import io.sealane.model.RowText;
import io.sealane.model.SourceTable;
import io.sealane.model.TableId;
import io.sealane.source.postgres.Durability;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Reads single rows by key as a table snapshot would, for values that the stream did not carry. What it returns is
 * durable. One thread at a time.
 */
public final class RowReader {
    private static final Duration FLUSH_LIMIT = Duration.ofSeconds(60);

    private RowReader() {}

    /**
     * The row as it is now.
     *
     * @param connection one of {@code PostgresConnections}, autocommit off, REPEATABLE READ; rolled back at the end
     * @param keyRow a row of {@code table} whose key columns are there
     * @return empty if no row has this key
     */
    public static Optional<RowText> read(Connection connection, SourceTable table, RowText keyRow)
            throws SQLException, InterruptedException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
            Durability.awaitFlushed(connection, FLUSH_LIMIT);
            String sql = "COPY (SELECT " + TableSql.columns(table) + " FROM " + TableSql.from(table) + " WHERE "
                    + keyCondition(table, keyRow) + ") TO STDOUT";
            CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql);
            @Nullable RowText found = null;
            for (byte[] line = copy.readFromCopy(); line != null; line = copy.readFromCopy()) {
                found = new CopyRows(table.columns().size()).parse(line);
            }
            return Optional.ofNullable(found);
        } finally {
            connection.rollback();
        }
    }

    private static String keyCondition(SourceTable table, RowText keyRow) {
        return table.key().stream()
                .map(index -> TableId.quote(table.columns().get(index).name()) + " = " + literal(keyRow, index)
                        + "::pg_catalog."
                        + TableId.quote(table.columns().get(index).type()))
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
