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
 */
public final class Durability {
    private static final long POLL_MILLIS = 5;

    private Durability() {}

    /**
     * Waits until the WAL that has been written by now is flushed; gives the position up to which it waited. Every
     * transaction that a snapshot taken before this call can see committed before that position.
     *
     * @throws SQLTimeoutException if it takes longer than {@code limit}
     */
    public static Lsn awaitFlushed(Connection connection, Duration limit) throws SQLException, InterruptedException {
        try (Statement statement = connection.createStatement()) {
            Lsn inserted = inserted(statement);
            awaitFlushed(statement, inserted, limit);
            return inserted;
        }
    }

    private static void awaitFlushed(Statement statement, Lsn inserted, Duration limit)
            throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        Lsn flushed = lsn(statement, "SELECT pg_catalog.pg_current_wal_flush_lsn()");
        while (inserted.isAfter(flushed)) {
            if (System.nanoTime() - deadline > 0) {
                throw new SQLTimeoutException("Cannot wait for durable WAL: flushed " + flushed + " of " + inserted
                        + " after " + limit.toSeconds() + " s. Look at the source's WAL disk.");
            }
            Thread.sleep(POLL_MILLIS);
            flushed = lsn(statement, "SELECT pg_catalog.pg_current_wal_flush_lsn()");
        }
    }

    /**
     * The same where nobody else may be writing. Reading itself writes WAL (it prunes pages), which is no commit and so
     * flushed by nobody: an idle server leaves it lying for up to 15 seconds. A transaction with an id and nothing in it, on
     * a connection of its own, makes the server's WAL writer flush it within its delay of 200 ms.
     */
    public static Lsn awaitFlushed(Connection connection, PostgresConnections others, Duration limit)
            throws SQLException, InterruptedException {
        try (Statement statement = connection.createStatement()) {
            Lsn inserted = inserted(statement);
            if (inserted.isAfter(lsn(statement, "SELECT pg_catalog.pg_current_wal_flush_lsn()"))) {
                try (Connection other = others.open();
                        Statement nudge = other.createStatement()) {
                    nudge.execute("SELECT pg_catalog.txid_current()");
                }
            }
            awaitFlushed(statement, inserted, limit);
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

    private static Lsn lsn(Statement statement, String sql) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return Lsn.parse(result.getString(1));
        }
    }
}
