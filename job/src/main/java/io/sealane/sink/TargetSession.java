package io.sealane.sink;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer's one session, made when it is needed.
 *
 * <p>Oracle's driver <em>commits</em> when a connection is closed. So a session is never closed with a transaction in it:
 * it is rolled back first, and if that fails its socket is cut.
 */
final class TargetSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TargetSession.class);

    private final TargetConnections connections;
    private @Nullable Connection connection;

    TargetSession(TargetConnections connections) {
        this.connections = connections;
    }

    /** The session, a new one if there is none. */
    Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = connections.open();
            connection = open;
        }
        return open;
    }

    /** Ends the transaction; if the session cannot even do that, it is dropped and the answer is false. */
    boolean rollback() {
        Connection open = connection;
        if (open == null) {
            return false;
        }
        try {
            open.rollback();
            return true;
        } catch (SQLException e) {
            LOG.warn("rollback failed, session dropped code={}", e.getErrorCode());
            drop();
            return false;
        }
    }

    /** Cuts the session off; whatever it had not committed the server rolls back. */
    void drop() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.warn("session could not be aborted code={}", e.getErrorCode());
            }
        }
    }

    @Override
    public void close() {
        rollback();
        connection = null;
        connections.close();
    }
}
