package io.sealane.source.postgres.copy;

import io.sealane.config.SourceConfig;
import io.sealane.model.Lsn;
import io.sealane.model.SourceTable;
import io.sealane.source.postgres.Durability;
import io.sealane.source.postgres.PostgresConnections;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one key range of a table, row by row: memory holds one row, whatever the chunk's size.
 *
 * <p>For one {@link #copy}; {@link #abort} may come from another thread, at any time.
 */
public final class TableCopy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TableCopy.class);

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
        try {
            Connection opened = register(connections.open());
            CopyQuery query = new CopyQuery(opened, table);
            query.begin();
            Lsn snapshotEnd = Durability.awaitFlushed(opened, connections, CopyQuery.FLUSH_LIMIT);
            long count = query.copy(TableSql.where(table, range), rows);
            query.end();
            return new CopyResult(count, snapshotEnd);
        } finally {
            abort(); // cuts off what the server may still be sending; nothing is lost with a read-only connection
        }
    }

    private synchronized Connection register(Connection opened) throws SQLException {
        if (aborted) {
            opened.close();
            throw new SQLException("The copy was aborted", "57014");
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
                LOG.debug("Connection of a copy was gone already", e);
            }
            connection = null;
        }
    }

    @Override
    public void close() {
        abort();
    }
}
