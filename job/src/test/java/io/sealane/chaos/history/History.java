package io.sealane.chaos.history;

import io.sealane.chaos.history.Step.CopyIn;
import io.sealane.chaos.history.Step.Move;
import io.sealane.chaos.history.Step.Update;
import io.sealane.chaos.history.Step.Upsert;
import io.sealane.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Many writers against one PostgreSQL database, from one seed.
 *
 * <pre>
 * new History(postgres, seed, 8)   makes the tables and their first rows
 *   .start()                       writers run; a noise writer fills the unpublished table
 *   .slotExists()                  transactions that begin from now on must arrive through the stream
 *   .stop()                        each writer ends its transaction; afterwards the database stands still, and the
 *                                  ledger has what it has
 * </pre>
 *
 * <p>The server may crash meanwhile; the writers wait for it and go on.
 */
public final class History implements AutoCloseable {
    /** A table that no publication has. */
    static final String NOISE = ChaosTable.SCHEMA + ".noise";

    private static final int LOADER = 63;
    /** Writes when it is told to. */
    private static final int EXTRA = 62;

    private static final long ABROAD = 500;
    private static final List<ChaosTable> LONG_TRANSACTION =
            List.of(ChaosTable.INT_KEY, ChaosTable.UUID_KEY, ChaosTable.COMPOSITE_KEY);
    private static final int NOISE_ROWS = 400;
    private static final int NOISE_ROUNDS_KEPT = 40;
    private static final long NOISE_REST_MILLIS = 100;

    private final TestPostgres postgres;
    private final long seed;
    private final int writers;
    private final Ledger ledger = new Ledger();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> running = new ArrayList<>();
    private final ExecutorService extra = Executors.newSingleThreadExecutor();
    private final TransactionRunner extraRunner;
    private boolean away;

    private volatile boolean slotExists;
    private volatile boolean lazyCommits;

    public History(TestPostgres postgres, long seed, int writers) throws SQLException, InterruptedException {
        this.postgres = postgres;
        this.seed = seed;
        this.writers = writers;
        createTables(postgres);
        extraRunner = new TransactionRunner(postgres, EXTRA, () -> lazyCommits);
        load();
    }

    /** Makes the tables alone, for histories written by hand. */
    public static void createTables(TestPostgres postgres) {
        postgres.execute("CREATE SCHEMA " + ChaosTable.SCHEMA);
        postgres.execute("CREATE TABLE " + NOISE + " (id bigserial PRIMARY KEY, filler text)");
        postgres.execute("CREATE TABLE " + Ledger.COMMITTED + " (transaction bigint PRIMARY KEY)");
        for (ChaosTable table : ChaosTable.values()) {
            postgres.execute(table.sourceStatements().toArray(String[]::new));
        }
    }

    /** Half of the rows that the writers will touch. */
    private void load() throws SQLException, InterruptedException {
        try (TransactionRunner loader = new TransactionRunner(postgres, LOADER, () -> false)) {
            for (ChaosTable table : ChaosTable.values()) {
                LongStream rows = LongStream.range(0, Dice.sharedRows(table));
                for (int writer = 0; writer < writers; writer++) {
                    rows = LongStream.concat(rows, Dice.ownRows(table, writer));
                }
                if (table.hasLongText()) {
                    rows = LongStream.concat(rows, Dice.ownRows(table, EXTRA));
                }
                Step copy = new CopyIn(
                        table,
                        rows.filter(n -> (Values.mix(n ^ seed) & 1) == 0)
                                .boxed()
                                .toList());
                loader.run(new TransactionPlan(List.of(copy), false, false, false, true, 0), false, ledger);
            }
        }
        postgres.execute("ANALYZE");
    }

    /** Starts the writers; they run until {@link #stop}. */
    public void start() {
        for (int writer = 0; writer < writers; writer++) {
            int number = writer;
            running.add(threads.submit(() -> write(number)));
        }
        running.add(threads.submit(this::makeNoise));
    }

    /** Says that the replication slot has been made. */
    public void slotExists() {
        slotExists = true;
    }

    /** Whether commits do not wait for the disk from now on, so that a crash of the server finds some that are not there. */
    public void commitLazily(boolean lazy) {
        lazyCommits = lazy;
    }

    /**
     * Lets a writer of its own move rows whose long text stays, away or back again, and change them once more, all in one
     * transaction, and does not wait for it: the commit may be one that is not seen for a while.
     */
    public void moveLongTexts() {
        List<Step> steps = new ArrayList<>();
        for (ChaosTable table : List.of(ChaosTable.TOAST_DEFAULT, ChaosTable.TOAST_FULL)) {
            List<Long> home = ownRows(table);
            List<Long> abroad = home.stream().map(row -> row + ABROAD).toList();
            steps.add(new Move(table, away ? abroad : home, away ? home : abroad, 0));
            steps.add(new Update(table, away ? home : abroad, false));
        }
        away = !away;
        run(steps);
    }

    /** Lets the same writer change a thousand rows in one transaction, and does not wait for it. */
    public void writeLongTransaction() {
        run(LONG_TRANSACTION.stream()
                .<Step>map(table -> new Upsert(table, ownRows(table), false))
                .toList());
    }

    private static List<Long> ownRows(ChaosTable table) {
        return Dice.ownRows(table, EXTRA).boxed().toList();
    }

    private void run(List<Step> steps) {
        TransactionPlan plan = new TransactionPlan(steps, false, false, false, true, 0);
        running.add(extra.submit(() -> {
            extraRunner.run(plan, slotExists, ledger);
            return null;
        }));
    }

    public Ledger ledger() {
        return ledger;
    }

    /** Ends the writers; throws what one of them threw. */
    public void stop() throws InterruptedException {
        stopped.countDown();
        for (Future<?> writer : running) {
            try {
                writer.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("A writer failed: " + e.getCause(), e.getCause());
            }
        }
        running.clear();
        ledger.settle(postgres.query("SELECT transaction FROM " + Ledger.COMMITTED).stream()
                .map(row -> Long.parseLong(String.valueOf(row.get(0))))
                .collect(Collectors.toSet()));
    }

    private Void write(int number) throws SQLException, InterruptedException {
        Dice dice = new Dice(seed, number);
        try (TransactionRunner runner = new TransactionRunner(postgres, number, () -> lazyCommits)) {
            TransactionPlan plan;
            do {
                plan = dice.next();
                runner.run(plan, slotExists, ledger);
            } while (!stopped.await(plan.restMillis(), TimeUnit.MILLISECONDS));
        }
        return null;
    }

    private Void makeNoise() throws SQLException, InterruptedException {
        try (SourceLink link = new SourceLink(postgres)) {
            for (int round = 0; !stopped.await(NOISE_REST_MILLIS, TimeUnit.MILLISECONDS); round++) {
                makeRound(link, round);
            }
        }
        return null;
    }

    private void makeRound(SourceLink link, int round) throws SQLException, InterruptedException {
        Connection connection = link.connection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = " + (lazyCommits ? "off" : "on"));
            statement.execute("INSERT INTO " + NOISE
                    + " (filler) SELECT repeat(md5(g::text), 6) FROM generate_series(1, " + NOISE_ROWS + ") g");
            if (round % NOISE_ROUNDS_KEPT == 0) {
                // Not TRUNCATE: its lock would wait for, and hold up, every writer with a noise step.
                statement.execute("DELETE FROM " + NOISE);
            }
        } catch (SQLException e) {
            link.lose(e);
        }
    }

    /** Ends the writers without asking how they fared. */
    @Override
    public void close() {
        stopped.countDown();
        end(threads);
        end(extra);
        extraRunner.close();
    }

    private static void end(ExecutorService threads) {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
