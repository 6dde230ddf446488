package io.sealane.source.postgres;

import io.sealane.model.Lsn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Waits until what is visible is durable.
 *
 * <p>With {@code synchronous_commit=off} (PolarDB's template) a transaction is visible before its WAL is flushed: a copy
 * could read a row that a crash of the source then takes back, and no stream event would ever say so.
 *
 * <p>Reading itself writes WAL too (it prunes pages), which is no commit and so flushed by nobody: an idle server leaves it
 * lying for up to 15 seconds. A transaction with an id and nothing in it makes the server's WAL writer flush it within its
 * delay of 200 ms; we make one where the flush does not come by itself.
 */
public final class Durability {
    private static final long POLL_MILLIS = 5;
    private static final long PATIENCE_NANOS = Duration.ofMillis(50).toNanos();

    private Durability() {}

    /**
     * Waits until the WAL that has been written by now is flushed; gives the position up to which it waited. Every
     * transaction that was visible before this call committed before that position.
     *
     * @param connection outside a transaction, autocommit on
     * @throws SQLTimeoutException if it takes longer than {@code limit}
     */
    public static Lsn awaitFlushed(Connection connection, Duration limit) throws SQLException, InterruptedException {
        return awaitFlushed(connection, () -> nudge(connection), limit);
    }

    /** The same for a connection inside a transaction. */
    public static Lsn awaitFlushed(Connection connection, PostgresConnections others, Duration limit)
            throws SQLException, InterruptedException {
        return awaitFlushed(
                connection,
                () -> {
                    try (Connection other = others.open()) {
                        nudge(other);
                    }
                },
                limit);
    }

    private interface Nudge {
        void flush() throws SQLException;
    }

    private static void nudge(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_catalog.txid_current()");
        }
    }

    private static Lsn awaitFlushed(Connection connection, Nudge nudge, Duration limit)
            throws SQLException, InterruptedException {
        long start = System.nanoTime();
        boolean nudged = false;
        try (Statement statement = connection.createStatement()) {
            Lsn inserted = inserted(statement);
            Lsn flushed = flushed(statement);
            while (inserted.isAfter(flushed)) {
                long waited = System.nanoTime() - start;
                if (waited > limit.toNanos()) {
                    throw new SQLTimeoutException("Cannot wait for durable WAL: flushed " + flushed + " of " + inserted
                            + " after " + limit.toSeconds() + " s. Look at the source's WAL disk.");
                }
                if (!nudged && waited > PATIENCE_NANOS) {
                    nudge.flush();
                    nudged = true;
                }
                Thread.sleep(POLL_MILLIS);
                flushed = flushed(statement);
            }
            return inserted;
        }
    }

    /**
     * The end of the last record written. On a fresh page PostgreSQL gives the place after the page header (24 bytes, 40
     * on the first page of a segment), which nothing flushes until a record follows; that is the page's start for us.
     */
    private static Lsn inserted(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery("""
                SELECT pg_catalog.pg_current_wal_insert_lsn(),
                       (SELECT setting::bigint FROM pg_catalog.pg_settings WHERE name = 'wal_block_size'),
                       (SELECT setting::bigint FROM pg_catalog.pg_settings WHERE name = 'wal_segment_size')""")) {
            result.next();
            return withoutPageHeader(Lsn.parse(result.getString(1)), result.getLong(2), result.getLong(3));
        }
    }

    static Lsn withoutPageHeader(Lsn inserted, long pageSize, long segmentSize) {
        long inPage = Long.remainderUnsigned(inserted.value(), pageSize);
        boolean firstPage = Long.remainderUnsigned(inserted.value(), segmentSize) < pageSize;
        return inPage == (firstPage ? 40 : 24) ? new Lsn(inserted.value() - inPage) : inserted;
    }

    private static Lsn flushed(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery("SELECT pg_catalog.pg_current_wal_flush_lsn()")) {
            result.next();
            return Lsn.parse(result.getString(1));
        }
    }
}
