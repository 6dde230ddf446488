package io.sealane.source.postgres.copy;

import io.sealane.model.SourceTable;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Cuts a table into key ranges of about {@code chunkRows} rows, lazily and in key order. */
public final class ChunkPlanner {
    /** Plans the whole table. */
    public ChunkPlanner(Connection connection, SourceTable table, int chunkRows) {
        this(connection, table, chunkRows, null);
    }

    /** Plans what follows {@code last}, the last range handed out before a restart; the whole table if it is null. */
    public ChunkPlanner(Connection connection, SourceTable table, int chunkRows, @Nullable KeyRange last) {}

    public boolean hasNext() {
        throw new UnsupportedOperationException();
    }

    public KeyRange next() throws SQLException {
        throw new UnsupportedOperationException();
    }
}
