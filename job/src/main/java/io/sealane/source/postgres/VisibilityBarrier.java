package io.sealane.source.postgres;

import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Waits until every transaction that held a transaction id when the barrier was noted has ended.
 *
 * <p>A transaction may have written its commit record before the slot's consistent point and still be invisible to COPY,
 * while it waits for a synchronous standby (or for a moment, always): neither the copy nor the stream would have it. So:
 * make the slot, note the barrier, await it, start to copy. Transaction ids say nothing here, such a transaction may have
 * a younger one than the slot; the lock on its own id, which it holds until it is visible, does.
 */
public final class VisibilityBarrier {
    private static final long POLL_MILLIS = 20;

    private final String[] transactions;

    private VisibilityBarrier(String[] transactions) {
        this.transactions = transactions;
    }

    public static VisibilityBarrier note(Connection connection) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("""
                        SELECT transactionid::text FROM pg_catalog.pg_locks
                         WHERE locktype = 'transactionid' AND mode = 'ExclusiveLock' AND granted
                           AND pid IS DISTINCT FROM pg_catalog.pg_backend_pid()""")) {
            while (result.next()) {
                ids.add(result.getString(1));
            }
        }
        return new VisibilityBarrier(ids.toArray(String[]::new));
    }

    /** @throws MigrationException if some are still open after {@code limit}; names their sessions */
    public void await(Connection connection, Duration limit) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        List<String> open = stillOpen(connection);
        while (!open.isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new MigrationException(
                        Kind.SOURCE,
                        "SRC-203",
                        "Cannot start to copy: after " + limit.toSeconds() + " s these transactions, open when the"
                                + " slot was made, have not ended: " + String.join(", ", open)
                                + ". End them (SELECT pg_terminate_backend(pid); ROLLBACK PREPARED for one without"
                                + " a session), or wait and try again.");
            }
            Thread.sleep(POLL_MILLIS);
            open = stillOpen(connection);
        }
    }

    private List<String> stillOpen(Connection connection) throws SQLException {
        if (transactions.length == 0) {
            return List.of();
        }
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT l.transactionid::text || ' (' ||
                       coalesce('pid ' || l.pid || coalesce(', user ' || a.usename, '')
                                || coalesce(', ' || a.wait_event, ''), 'prepared') || ')'
                  FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
                 WHERE l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock' AND l.granted
                   AND l.transactionid::text = ANY (?)""")) {
            statement.setArray(1, connection.createArrayOf("text", transactions));
            try (ResultSet result = statement.executeQuery()) {
                List<String> open = new ArrayList<>();
                while (result.next()) {
                    open.add(result.getString(1));
                }
                return open;
            }
        }
    }
}
