package io.sealane.chaos.cluster;

import io.sealane.chaos.cluster.StandInProcess.Death;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

final class StandInProcessIT {
    private static final int WRITERS = 3;
    private static final int ROWS_A_COMMIT = 20;

    @TempDir
    private Path directory;

    @Test
    void everyAnsweredCommitOutlivesKillsAndNoOtherDoesInPart() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try (StandInProcess standIn = new StandInProcess(directory, "APP", "app")) {
            try (Connection connection = connect(standIn);
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE T (WRITER NUMBER(9), FLUSH NUMBER(9), ROW_NUMBER NUMBER(9), V CLOB)");
            }
            long[] answered = new long[WRITERS];
            for (Death death : Death.values()) {
                AtomicLong commits = new AtomicLong();
                List<Future<Long>> writers = new ArrayList<>();
                for (int writer = 0; writer < WRITERS; writer++) {
                    int number = writer;
                    writers.add(threads.submit(() -> write(standIn.url(), number, answered[number], commits)));
                }
                await().atMost(Duration.ofSeconds(60)).until(() -> commits.get() > 100);
                standIn.kill(death);
                for (int writer = 0; writer < WRITERS; writer++) {
                    answered[writer] = writers.get(writer).get();
                }
                standIn.start();

                try (Connection connection = connect(standIn)) {
                    for (int writer = 0; writer < WRITERS; writer++) {
                        long kept = complete(connection, writer);
                        assertThat(kept).isBetween(answered[writer], answered[writer] + 1);
                        answered[writer] = kept;
                    }
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Connection connect(StandInProcess standIn) throws SQLException {
        return DriverManager.getConnection(standIn.url(), "APP", "app");
    }

    /** Commits flushes behind {@code last} until the connection breaks; gives the last one that was answered. */
    private static long write(String url, int writer, long last, AtomicLong commits) throws SQLException {
        long flush = last;
        try (Connection connection = DriverManager.getConnection(url, "APP", "app");
                PreparedStatement insert = connection.prepareStatement("INSERT INTO T VALUES (?, ?, ?, ?)")) {
            connection.setAutoCommit(false);
            while (true) {
                for (int row = 0; row < ROWS_A_COMMIT; row++) {
                    insert.setInt(1, writer);
                    insert.setLong(2, flush + 1);
                    insert.setInt(3, row);
                    insert.setString(4, "v".repeat(row * 100 + 1));
                    insert.addBatch();
                }
                insert.executeBatch();
                connection.commit();
                flush++;
                commits.incrementAndGet();
            }
        } catch (SQLException broken) {
            return flush;
        }
    }

    /** Number of flushes, which must be there from the first on and each as a whole. */
    private static long complete(Connection connection, int writer) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT COUNT(DISTINCT FLUSH), MAX(FLUSH), COUNT(V)" + " FROM T WHERE WRITER = " + writer)) {
            result.next();
            long flushes = result.getLong(1);
            assertThat(result.getLong(2)).isEqualTo(flushes);
            assertThat(result.getLong(3)).isEqualTo(flushes * ROWS_A_COMMIT);
            return flushes;
        }
    }
}
