package io.sealane.source.postgres.copy;

import io.sealane.config.SourceConfig;
import io.sealane.model.Lsn;
import io.sealane.model.SourceTable;
import io.sealane.source.postgres.Durability;
import io.sealane.source.postgres.PostgresConnections;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Reads one key range of a table with {@code COPY … TO STDOUT}, in one REPEATABLE READ snapshot whose content is durable
 * before the first row is handed out. Row by row: memory holds one row, whatever the chunk's size.
 *
 * <p>For one {@link #copy}; {@link #abort} may come from another thread, at any time.
 */
public final class TableCopy implements AutoCloseable {
    private static final Duration FLUSH_LIMIT = Duration.ofSeconds(60);

    private final PostgresConnections connections;
    private @Nullable Connection connection;
    private boolean aborted;

    public TableCopy(SourceConfig config) {
        this.connections = new PostgresConnections(config);
    }

    /**
     * Hands every row of {@code range} to {@code rows}, in no particular order.
     *
     * @throws Exception what {@code rows} throws, or SQLException; after {@link #abort} one of either kind
     */
    public CopyResult copy(SourceTable table, KeyRange range, RowConsumer rows) throws Exception {
        try (Connection opened = register(connections.open())) {
            opened.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            opened.setReadOnly(true);
            opened.setAutoCommit(false);
            try (Statement statement = opened.createStatement()) {
                // The first query takes the snapshot; a transaction that begins later is not in it.
                statement.execute("SELECT 1");
            }
            Lsn snapshotEnd = Durability.awaitFlushed(opened, connections, FLUSH_LIMIT);
            long count = copyOut(opened, table, range, rows);
            opened.rollback();
            return new CopyResult(count, snapshotEnd);
        }
    }

    private static long copyOut(Connection connection, SourceTable table, KeyRange range, RowConsumer rows)
            throws Exception {
        String sql = "COPY (SELECT " + TableSql.columns(table) + " FROM " + TableSql.from(table)
                + TableSql.where(table, range) + ") TO STDOUT";
        CopyRows parser = new CopyRows(table.columns().size());
        long count = 0;
        CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql);
        for (byte[] line = copy.readFromCopy(); line != null; line = copy.readFromCopy()) {
            rows.accept(parser.parse(line));
            count++;
        }
        return count;
    }

    private synchronized Connection register(Connection opened) throws SQLException {
        if (aborted) {
            opened.close();
            throw new SQLException("The copy was aborted");
        }
        connection = opened;
        return opened;
    }

    /** Ends the copy at once: its connection is cut, and {@link #copy} fails. */
    public synchronized void abort() {
        aborted = true;
        if (connection != null) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                // The connection is gone either way; the reader's own exception tells why.
                org.slf4j.LoggerFactory.getLogger(TableCopy.class).debug("Abort of a copy failed", e);
            }
        }
    }

    @Override
    public void close() {
        abort();
    }
}
