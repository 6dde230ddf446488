package io.sealane.source.postgres.stream;

import io.sealane.config.SourceConfig;
import io.sealane.model.Lsn;
import io.sealane.model.SourceTable;
import io.sealane.model.TableId;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The changes of the published tables, from a replication slot. One thread; {@link #abort} from any. */
public final class ChangeStream implements AutoCloseable {
    /** Attaches to the slot; waits up to 30 s for one that a dead session still holds. */
    public ChangeStream(SourceConfig config, Map<TableId, SourceTable> tables, Lsn start)
            throws SQLException, InterruptedException {}

    /** Takes one message if one is there; false if nothing is pending (the caller waits a moment). Never blocks. */
    public boolean poll(ChangeHandler handler) throws SQLException {
        throw new UnsupportedOperationException();
    }

    /**
     * Every transaction that committed before it has been handed out; null inside a transaction. Moves while only
     * unpublished tables are written.
     */
    public @Nullable Lsn idlePosition() {
        throw new UnsupportedOperationException();
    }

    /** Lets the source drop WAL before {@code applied}; an older position than the last is ignored. */
    public void acknowledge(Lsn applied) throws SQLException {
        throw new UnsupportedOperationException();
    }

    /** To be called at least every 2 s while {@link #poll} is not: tells the server that we live. */
    public void keepAlive() throws SQLException {
        throw new UnsupportedOperationException();
    }

    /** Cuts the connection at once, from any thread; a running call fails with an SQLException. */
    public void abort() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        abort();
    }
}
