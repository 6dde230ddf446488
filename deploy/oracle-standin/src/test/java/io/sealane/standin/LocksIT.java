package io.sealane.standin;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Row locks between sessions: waits, limits, cancels, deadlocks, and locks of clients that died. */
class LocksIT {
    private static final String LOCK = "SELECT V FROM T WHERE ID = 1 FOR UPDATE";

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private Fixture fixture;
    private Connection holder;
    private Connection waiter;

    @BeforeEach
    void lockARow() throws Exception {
        fixture = new Fixture();
        fixture.run(
                "CREATE TABLE T (ID NUMBER(10) PRIMARY KEY, V NUMBER(10))",
                "INSERT INTO T VALUES (1, 0)",
                "INSERT INTO T VALUES (2, 0)");
        holder = fixture.connect();
        waiter = fixture.connect();
        Fixture.read(holder, LOCK);
    }

    @AfterEach
    void stop() throws SQLException {
        executor.shutdownNow();
        fixture.close();
    }

    @Test
    void updateWaitsUntilTheLockIsFree() throws Exception {
        Future<Integer> update = executor.submit(() -> Fixture.update(waiter, "UPDATE T SET V = 1 WHERE ID = 1"));
        assertThat(isDoneWithin(update, Duration.ofMillis(400))).isFalse();

        holder.commit();

        assertThat(update.get(5, TimeUnit.SECONDS)).isOne();
    }

    private static boolean isDoneWithin(Future<?> future, Duration longest) throws Exception {
        try {
            future.get(longest.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    @Test
    void otherRowsAreFree() throws SQLException {
        assertThat(Fixture.update(waiter, "UPDATE T SET V = 1 WHERE ID = 2")).isOne();
        waiter.commit();
    }

    @Test
    void readersDoNotWait() throws SQLException {
        assertThat(Fixture.read(waiter, "SELECT V FROM T WHERE ID = 1")).containsExactly("0");
    }

    @ParameterizedTest
    @CsvSource({"NOWAIT, 54, 0", "WAIT 1, 30006, 1"})
    void limitedWaitEndsWithItsCode(String limit, int code, long seconds) {
        Instant start = Instant.now();

        SQLException error = catchThrowableOfType(SQLException.class, () -> Fixture.read(waiter, LOCK + " " + limit));

        assertThat(error.getErrorCode()).isEqualTo(code);
        assertThat(Duration.between(start, Instant.now()))
                .isBetween(Duration.ofSeconds(seconds), Duration.ofSeconds(seconds + 2));
    }

    @Test
    void skipLockedLeavesTheRowOut() throws SQLException {
        assertThat(Fixture.read(waiter, "SELECT ID FROM T ORDER BY ID FOR UPDATE SKIP LOCKED"))
                .containsExactly("2");
    }

    @Test
    void queryTimeoutEndsTheWaitAndKeepsTheConnection() throws SQLException {
        try (PreparedStatement update = waiter.prepareStatement("UPDATE T SET V = 1 WHERE ID = 1")) {
            update.setQueryTimeout(1);
            SQLException error = catchThrowableOfType(SQLException.class, update::executeUpdate);

            assertThat((Throwable) error).isInstanceOf(SQLTimeoutException.class);
            assertThat(error.getErrorCode()).isEqualTo(1013);
        }
        assertThat(Fixture.update(waiter, "UPDATE T SET V = 1 WHERE ID = 2")).isOne();
        waiter.commit();
        assertThat(fixture.read("SELECT V FROM T ORDER BY ID")).containsExactly("0", "1");
    }

    @Test
    void cancelFromAnotherThreadEndsALongQuery() throws Exception {
        try (PreparedStatement query = waiter.prepareStatement(
                "SELECT COUNT(*) FROM SYSTEM_RANGE(1, 100000) a, SYSTEM_RANGE(1, 1000000) b WHERE a.x + b.x = 3.5")) {
            Future<SQLException> error =
                    executor.submit(() -> catchThrowableOfType(SQLException.class, query::executeQuery));
            assertThat(isDoneWithin(error, Duration.ofMillis(500))).isFalse();

            query.cancel();

            assertThat(error.get(10, TimeUnit.SECONDS).getErrorCode()).isEqualTo(1013);
        }
        assertThat(waiter.isValid(5)).isTrue();
    }

    @Test
    void deadlockEndsOneOfTheTwo() throws Exception {
        Fixture.update(waiter, "UPDATE T SET V = 1 WHERE ID = 2");
        Future<Integer> crossed = executor.submit(() -> Fixture.update(waiter, "UPDATE T SET V = 1 WHERE ID = 1"));
        assertThat(isDoneWithin(crossed, Duration.ofMillis(200))).isFalse();

        // Either of the two may be the one that closes the circle when H2 looks.
        assertThat(codeOfTheLoser(crossed)).isEqualTo(60);
    }

    private int codeOfTheLoser(Future<Integer> crossed) throws Exception {
        try {
            Fixture.update(holder, "UPDATE T SET V = 2 WHERE ID = 2");
        } catch (SQLException e) {
            SQLException next = catchThrowableOfType(SQLException.class, () -> Fixture.update(holder, "DELETE FROM T"));
            assertThat(next.getErrorCode()).isEqualTo(24761);
            holder.rollback();
            assertThat(crossed.get(5, TimeUnit.SECONDS)).isOne();
            return e.getErrorCode();
        }
        ExecutionException lost = catchThrowableOfType(ExecutionException.class, crossed::get);
        assertThat(lost).hasCauseInstanceOf(SQLException.class);
        return ((SQLException) Objects.requireNonNull(lost.getCause())).getErrorCode();
    }

    @Test
    void clientThatDiesLosesItsLocksAndItsRows() throws Exception {
        Fixture.update(holder, "UPDATE T SET V = 9 WHERE ID = 1");
        Future<Integer> update = executor.submit(() -> Fixture.update(waiter, "UPDATE T SET V = 1 WHERE ID = 1"));
        assertThat(isDoneWithin(update, Duration.ofMillis(200))).isFalse();

        holder.abort(Runnable::run);

        assertThat(update.get(5, TimeUnit.SECONDS)).isOne();
        waiter.commit();
        assertThat(fixture.read("SELECT V FROM T WHERE ID = 1")).containsExactly("1");
    }

    @Test
    void clientThatDiesWhileItWaitsIsForgotten() throws Exception {
        Fixture.update(waiter, "UPDATE T SET V = 5 WHERE ID = 2");
        Future<Integer> update = executor.submit(() -> Fixture.update(waiter, "UPDATE T SET V = 1 WHERE ID = 1"));
        assertThat(isDoneWithin(update, Duration.ofMillis(200))).isFalse();

        waiter.abort(Runnable::run);

        assertThat(Fixture.update(holder, "UPDATE T SET V = 6 WHERE ID = 2")).isOne();
        holder.commit();
        assertThat(fixture.read("SELECT V FROM T ORDER BY ID")).containsExactly("0", "6");
    }

    @Test
    void insertOfAKeyThatAnotherIsInsertingWaits() throws Exception {
        Fixture.update(holder, "INSERT INTO T VALUES (3, 0)");
        Future<SQLException> insert = executor.submit(() ->
                catchThrowableOfType(SQLException.class, () -> Fixture.update(waiter, "INSERT INTO T VALUES (3, 1)")));
        assertThat(isDoneWithin(insert, Duration.ofMillis(300))).isFalse();

        holder.commit();

        assertThat(insert.get(5, TimeUnit.SECONDS).getErrorCode()).isOne();
    }
}
