package io.sealane.standin.sql;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.h2.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Runs the statements of one session and waits for row locks as Oracle does: for ever, unless the statement or the
 * client says otherwise. H2 does not interrupt a lock wait, so its own limit is short and the statement is repeated until
 * it is granted, given up or cancelled. Statements run on the session thread; {@link #cancel} comes from another.
 */
public final class LockWaits {
    static final int H2_LOCK_MILLIS = 50;

    private static final int CANCELLED = 1013;

    private volatile @Nullable Statement running;
    private volatile boolean cancelled;

    /** Something done with a statement. */
    interface Work<T> {
        T run() throws SQLException;
    }

    /** Gives up the running statement, and every later one until {@link #reset}. */
    public void cancel() {
        cancelled = true;
        Statement statement = running;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                // The statement has ended meanwhile: nothing is left to cancel.
            }
        }
    }

    public void reset() {
        cancelled = false;
    }

    /** Whether the client has asked to give up. */
    public boolean isCancelled() {
        return cancelled;
    }

    <T> T run(Statement statement, LockLimit limit, Work<T> work) throws SQLException, OracleException {
        long start = System.nanoTime();
        running = statement;
        try {
            while (true) {
                if (cancelled) {
                    throw cancelledError();
                }
                try {
                    return work.run();
                } catch (SQLException e) {
                    if (e.getErrorCode() == ErrorCode.STATEMENT_WAS_CANCELED) {
                        throw cancelledError();
                    }
                    if (!isLockWait(e)) {
                        throw e;
                    }
                    requireTimeLeft(limit, start, e);
                }
            }
        } finally {
            running = null;
        }
    }

    private static void requireTimeLeft(LockLimit limit, long start, SQLException cause) throws OracleException {
        long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        if (waited >= limit.longest().toMillis()) {
            throw new OracleException(limit.code(), limit.message(), cause);
        }
    }

    private static boolean isLockWait(SQLException e) {
        return e.getErrorCode() == ErrorCode.LOCK_TIMEOUT_1 || e.getErrorCode() == ErrorCode.CONCURRENT_UPDATE_1;
    }

    private static OracleException cancelledError() {
        return new OracleException(CANCELLED, "user requested cancel of current operation");
    }
}
