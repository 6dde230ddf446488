package io.sealane.demo.shop;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The shop's people at work: {@value #WRITERS} threads that write mixed transactions to PostgreSQL at a steady pace
 * until they are stopped. Thread-safe.
 */
public final class LoadGenerator implements AutoCloseable {
    private static final int WRITERS = 4;
    /** One transaction in so many stays open for a while before it ends, so that transactions interleave. */
    private static final int SLOW_ONE_IN = 100;

    private static final int LONGEST_PAUSE_MILLIS = 1500;

    private final DataSource shop;
    private final Map<ShopTable, Long> rows;
    private final long pauseNanos;
    private final List<Thread> writers = new ArrayList<>();
    private final AtomicLong committed = new AtomicLong();
    private final AtomicLong rolledBack = new AtomicLong();
    private final AtomicReference<@Nullable SQLException> failure = new AtomicReference<>();
    private volatile boolean stopped;

    /**
     * @param rows the rows the shop was filled with
     * @param transactionsPerSecond of all writers together; fewer when PostgreSQL is slower
     */
    public LoadGenerator(DataSource shop, Map<ShopTable, Long> rows, int transactionsPerSecond) {
        this.shop = shop;
        this.rows = rows;
        this.pauseNanos =
                Duration.ofSeconds(WRITERS).dividedBy(transactionsPerSecond).toNanos();
    }

    public void start() {
        for (int i = 0; i < WRITERS; i++) {
            Random random = new Random(i);
            Thread writer = new Thread(() -> write(random), "demo-load-" + i);
            writer.setDaemon(true);
            writers.add(writer);
            writer.start();
        }
    }

    public LoadCounts counts() {
        return new LoadCounts(committed.get(), rolledBack.get());
    }

    /** Ends the open transactions and waits for it. Throws what made a writer give up, if one did. */
    public void stop() throws SQLException, InterruptedException {
        stopped = true;
        for (Thread writer : writers) {
            LockSupport.unpark(writer);
            writer.join();
        }
        SQLException cause = failure.get();
        if (cause != null) {
            throw new SQLException("Cannot write the demo's load: " + cause.getMessage(), cause);
        }
    }

    @Override
    public void close() {
        stopped = true;
        writers.forEach(LockSupport::unpark);
    }

    private void write(Random random) {
        try (Connection connection = shop.getConnection()) {
            connection.setAutoCommit(false);
            ShopWork work = new ShopWork(connection, random, rows);
            long due = System.nanoTime();
            while (!stopped) {
                transact(connection, work, random);
                due = Math.max(due + pauseNanos, System.nanoTime() - pauseNanos);
                waitUntil(due);
            }
        } catch (SQLException e) {
            // Once stopped, a lost connection only means that PostgreSQL was shut down first.
            if (!stopped) {
                failure.compareAndSet(null, e);
            }
        }
    }

    private void transact(Connection connection, ShopWork work, Random random) throws SQLException {
        try {
            boolean commit = work.next();
            if (random.nextInt(SLOW_ONE_IN) == 0) {
                waitUntil(System.nanoTime() + 1_000_000L * random.nextInt(LONGEST_PAUSE_MILLIS));
                commit &= work.next();
            }
            if (commit) {
                connection.commit();
                committed.incrementAndGet();
                return;
            }
        } catch (SQLException e) {
            if (!lostAgainstAnother(e)) {
                throw e;
            }
        }
        connection.rollback();
        rolledBack.incrementAndGet();
    }

    private void waitUntil(long due) {
        while (!stopped && due - System.nanoTime() > 0) {
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    /** Class 40: deadlock, serialization; 23505: another transaction took the key. */
    private static boolean lostAgainstAnother(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("40") || state.equals("23505"));
    }
}
