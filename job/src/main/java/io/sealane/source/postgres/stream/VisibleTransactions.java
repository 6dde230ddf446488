package io.sealane.source.postgres.stream;

import io.sealane.source.postgres.PostgresConnections;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which transactions other sessions can see by now. The server sends a transaction as soon as its commit is on disk; it
 * becomes visible a moment later, or much later where the commit waits for a synchronous standby. Who reads a row again
 * because of a change must not come before the change.
 *
 * <p>Asks only about transactions that are younger than its last answer, so that behind a lag one question does for many.
 * One thread; {@link #close} from any.
 */
final class VisibleTransactions implements AutoCloseable {
    private final PostgresConnections connections;
    private volatile @Nullable Connection connection;
    private volatile boolean closed;

    /** Low halves of transaction ids, as the stream has them. */
    private final Set<Integer> running = new HashSet<>();

    private int firstUnborn;
    private boolean asked;

    VisibleTransactions(PostgresConnections connections) {
        this.connections = connections;
    }

    /** @param transaction the low 32 bits of its id */
    boolean contains(int transaction) throws SQLException {
        if (!isKnownToBeVisible(transaction)) {
            ask();
        }
        return isKnownToBeVisible(transaction);
    }

    /** Ids go round; of two that live at one time the older is the one behind. */
    private boolean isKnownToBeVisible(int transaction) {
        return asked && transaction - firstUnborn < 0 && !running.contains(transaction);
    }

    /** A snapshot prints as {@code xmin:xmax:running,running,…}. */
    private void ask() throws SQLException {
        try (Statement statement = connected().createStatement();
                ResultSet result = statement.executeQuery("SELECT pg_catalog.txid_current_snapshot()::text")) {
            result.next();
            String[] snapshot = result.getString(1).split(":", -1);
            firstUnborn = (int) Long.parseLong(snapshot[1]);
            running.clear();
            for (String id : snapshot[2].split(",", -1)) {
                if (!id.isEmpty()) {
                    running.add((int) Long.parseLong(id));
                }
            }
            asked = true;
        }
    }

    private Connection connected() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = connections.open();
            connection = open;
            if (closed) {
                close();
            }
        }
        return open;
    }

    @Override
    public void close() {
        closed = true;
        Connection open = connection;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                org.slf4j.LoggerFactory.getLogger(VisibleTransactions.class).debug("Connection was gone already", e);
            }
        }
    }
}
