package io.sealane.source.postgres.copy;

import io.sealane.config.SourceConfig;
import io.sealane.model.SourceTable;
import java.sql.SQLException;

/** Reads one key range of one table by COPY, in a snapshot of its own. */
public final class TableCopy implements AutoCloseable {
    public TableCopy(SourceConfig config) {}

    /** Hands every row of {@code range} to {@code consumer}; once per instance. */
    public CopyResult copy(SourceTable table, KeyRange range, RowConsumer consumer)
            throws SQLException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** Ends a running copy at once, from any thread; it fails with an SQLException. */
    public void abort() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        abort();
    }
}
