package io.sealane.chaos.job;

import io.sealane.model.Lsn;
import io.sealane.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

import static org.awaitility.Awaitility.await;

/** What a round of chaos needs of a migration, whatever it runs on. Used by one thread. */
public interface MigrationUnderTest extends AutoCloseable {
    /** The source's database. */
    TestPostgres postgres();

    ChaosTarget target();

    /** See {@link ChaosTarget#connect}. */
    default Connection connectToTarget() throws SQLException {
        return target().connect();
    }

    /** See {@link ChaosTarget#streams}. */
    default boolean streams() throws SQLException {
        return target().streams();
    }

    /** See {@link ChaosTarget#streamingSince}. */
    default long streamingSince() throws SQLException {
        return target().streamingSince();
    }

    /** Makes control tables, publication and slot, with the writers running. */
    void prepare() throws Exception;

    /** Starts the job afresh. */
    void start(int parallelism) throws Exception;

    /** Stops with a savepoint, which takes a running job, and goes on from it. */
    void stopWithSavepointAndRestore(int parallelism) throws Exception;

    /** Ends the job where it stands and goes on from its newest checkpoint; afresh if it has none. */
    void cancelAndRestore(int parallelism) throws Exception;

    /** Why the job has come to an end, if it has. */
    Optional<String> failure() throws Exception;

    /** For messages, why the job failed over last, if that can be told. */
    default String newestFault() throws Exception {
        return "";
    }

    @Override
    void close();

    /** Drops the source's replication slots; a session that was ended a moment ago may hold one still. */
    default void dropSlots() {
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
            postgres()
                    .execute(
                            "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active",
                            "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots");
            return true;
        });
    }

    /** Waits until everything that the source has committed is applied; says what came in between, if it did. */
    default Optional<String> catchUp(Duration limit) throws Exception {
        // A durable commit behind all others: those that did not wait for their own WAL are flushed with it.
        postgres().execute("INSERT INTO chaos.noise (filler) VALUES ('the end')");
        Lsn end = Lsn.parse(String.valueOf(postgres().queryOne("SELECT pg_current_wal_flush_lsn()")));
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            Lsn applied = target().applied();
            if (applied.compareTo(end) >= 0) {
                return Optional.empty();
            }
            Optional<String> failure = failure();
            if (failure.isPresent()) {
                return failure;
            }
            if (System.nanoTime() - deadline > 0) {
                return Optional.of("after " + limit.toSeconds() + " s the slowest lane is at " + applied
                        + " and the source at " + end + newestFault());
            }
            Thread.sleep(50);
        }
    }
}
