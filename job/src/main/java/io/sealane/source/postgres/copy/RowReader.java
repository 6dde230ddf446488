package io.sealane.source.postgres.copy;

import io.sealane.model.RowText;
import io.sealane.model.SourceTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Reads one row again by its key, as the same text that COPY and the stream give. */
public final class RowReader {
    private RowReader() {}

    /** The row under the key of {@code keyRow}, of which only the key columns are read; empty if there is none. */
    public static Optional<RowText> read(Connection connection, SourceTable table, RowText keyRow)
            throws SQLException, InterruptedException {
        throw new UnsupportedOperationException();
    }
}
