package io.sealane.chaos;

import io.sealane.chaos.fault.FaultDeck;
import io.sealane.chaos.fault.FaultKind;
import io.sealane.chaos.history.History;
import io.sealane.chaos.job.ChaosConfig;
import io.sealane.chaos.job.MigrationUnderTest;
import io.sealane.model.Lsn;
import io.sealane.testing.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** Faults that are done to the databases, wherever the job runs; most by an SQL statement. */
final class DatabaseFaults {
    private static final Duration TARGET_SEARCH = Duration.ofSeconds(4);

    private static final Duration CATCH_UP = Duration.ofSeconds(10);
    private static final Duration FIRST_CHANGE = Duration.ofSeconds(10);
    private static final Duration MORE_CHANGES = Duration.ofSeconds(5);
    private static final int MANY_CHANGES = 2_000;
    private static final long POLL_MILLIS = 50;

    private final MigrationUnderTest migration;
    private final TestPostgres postgres;
    private final History history;
    private final FaultDeck deck;

    DatabaseFaults(MigrationUnderTest migration, History history, FaultDeck deck) {
        this.migration = migration;
        this.history = history;
        this.postgres = migration.postgres();
        this.deck = deck;
    }

    /** Does the fault; false if it found nothing to be done to. */
    boolean inject(FaultKind kind) throws Exception {
        return switch (kind) {
            case NEWER_WRITER -> {
                migration.target().raiseGenerations(1 + deck.number(3));
                yield true;
            }
            case COPY_KILLED ->
                terminate("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE"
                        + " datname = current_database() AND state <> 'idle' AND query ILIKE 'COPY%TO STDOUT%'"
                        + " AND pid <> pg_backend_pid()");
            case WALSENDER_KILLED ->
                terminate("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '"
                        + ChaosConfig.SLOT + "' AND active_pid IS NOT NULL");
            case COMMITS_UNSEEN -> {
                hideCommits();
                yield true;
            }
            case POSTGRES_KILLED -> {
                killServer();
                yield true;
            }
            default -> throw new IllegalArgumentException("BUG: no statement does " + kind);
        };
    }

    /** Whether the change stream is attached. */
    boolean isSlotActive() {
        return !postgres.query(
                        "SELECT 1 FROM pg_replication_slots WHERE active AND slot_name = '" + ChaosConfig.SLOT + "'")
                .isEmpty();
    }

    /** Where changes are streamed, not before the stream is near enough to come by while they are hidden. */
    private void hideCommits() throws SQLException, InterruptedException {
        if (migration.streams()) {
            Lsn now = Lsn.parse(String.valueOf(postgres.queryOne("SELECT pg_current_wal_flush_lsn()")));
            long deadline = System.nanoTime() + CATCH_UP.toNanos();
            while (now.isAfter(migration.target().applied()) && System.nanoTime() - deadline < 0) {
                Thread.sleep(POLL_MILLIS);
            }
        }
        postgres.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'", "SELECT pg_reload_conf()");
        try {
            Thread.sleep(100);
            history.moveLongTexts();
            Thread.sleep(1_000 + deck.number(1_500));
        } finally {
            postgres.execute("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()");
        }
    }

    /** Behind a copy of what was committed and is not on the disk yet, if that is copied: the crash takes it back. */
    private void killServer() throws SQLException, InterruptedException {
        awaitChanges(1, FIRST_CHANGE);
        postgres.haltWalWriter();
        history.commitLazily(true);
        history.writeLongTransaction();
        Thread.sleep(300 + deck.number(1_200));
        awaitChanges(MANY_CHANGES, MORE_CHANGES);
        postgres.kill();
        postgres.restart();
        history.commitLazily(false);
    }

    /** Until so many rows have changed at the target, or some time has passed. */
    private void awaitChanges(int rows, Duration longest) throws SQLException, InterruptedException {
        long before = migration.target().newestChange();
        long deadline = System.nanoTime() + longest.toNanos();
        while (migration.target().newestChange() < before + rows && System.nanoTime() - deadline < 0) {
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Ends a backend that {@code sql} finds; between two chunks, or two attempts, there may be none for a while. */
    private boolean terminate(String sql) throws SQLException {
        long deadline = System.nanoTime() + TARGET_SEARCH.toNanos();
        try (Connection connection = postgres.connect();
                PreparedStatement terminate = connection.prepareStatement(sql)) {
            boolean found = false;
            while (!found && System.nanoTime() - deadline < 0) {
                try (ResultSet ended = terminate.executeQuery()) {
                    found = ended.next();
                }
            }
            return found;
        }
    }
}
