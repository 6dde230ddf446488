package io.sealane.standin;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Storage, restarts, discard mode, and many sessions at once. */
class LifecycleIT {
    private static final int SESSIONS = 8;
    private static final int BATCHES = 10;
    private static final int ROWS = 200;

    @Test
    void restartKeepsThePortTheCommittedRowsAndTheDeclaredTypes() throws Exception {
        try (Fixture fixture = new Fixture()) {
            fixture.run("CREATE TABLE T (ID NUMBER(10) PRIMARY KEY, V NVARCHAR2(9))", "INSERT INTO T (ID) VALUES (1)");
            int port = fixture.standIn().port();
            Connection open = fixture.connect();
            Fixture.update(open, "INSERT INTO T (ID) VALUES (2)");

            fixture.standIn().restart();

            assertThat(fixture.standIn().port()).isEqualTo(port);
            assertThat(open.isValid(2)).isFalse();
            assertThat(fixture.read("SELECT ID FROM T")).containsExactly("1");
            assertThat(fixture.read("SELECT DATA_TYPE FROM ALL_TAB_COLS WHERE COLUMN_NAME = 'V'"))
                    .containsExactly("NVARCHAR2");
        }
    }

    @Test
    void stoppedStandInRefusesConnections() throws Exception {
        try (Fixture fixture = new Fixture()) {
            fixture.standIn().stop();
            SQLException error = catchThrowableOfType(SQLException.class, fixture::connect);
            assertThat(error.getErrorCode()).isEqualTo(12541);
        }
    }

    @Test
    void filesAndNamedMemoryOutliveTheStandIn(@TempDir Path directory) throws Exception {
        for (Storage storage : List.of(Storage.directory(directory), Storage.memory("named"))) {
            try (Fixture fixture = new Fixture(OracleStandIn.builder().storage(storage))) {
                fixture.run("CREATE TABLE T (ID NUMBER(10))", "INSERT INTO T VALUES (7)");
            }
            try (Fixture fixture = new Fixture(OracleStandIn.builder().storage(storage))) {
                assertThat(fixture.read("SELECT ID FROM T")).containsExactly("7");
                fixture.run("DROP TABLE T");
            }
        }
    }

    @Test
    void usersHaveSchemasOfTheirOwn() throws Exception {
        try (Fixture fixture = new Fixture(OracleStandIn.builder().user("OTHER", "x"))) {
            fixture.run("CREATE TABLE OTHER.T (ID NUMBER(10))", "INSERT INTO \"OTHER\".\"T\" VALUES (1)");
            assertThat(fixture.read("SELECT OWNER FROM ALL_TABLES WHERE TABLE_NAME = 'T'"))
                    .containsExactly("OTHER");
            try (Connection connection = fixture.connect()) {
                SQLException error =
                        catchThrowableOfType(SQLException.class, () -> Fixture.read(connection, "SELECT * FROM T"));
                assertThat(error.getErrorCode()).isEqualTo(942);
            }
        }
    }

    @Test
    void discardModeCountsRowsAndStoresControlTablesOnly() throws Exception {
        try (Fixture fixture = new Fixture(OracleStandIn.builder().discardRowsExcept("SEALANE_"))) {
            fixture.run("CREATE TABLE T (ID NUMBER(10))", "CREATE TABLE SEALANE_FENCE (ID NUMBER(10))");
            fixture.run("INSERT INTO SEALANE_FENCE VALUES (1)");
            try (Connection connection = fixture.connect();
                    PreparedStatement insert = connection.prepareStatement("INSERT INTO T VALUES (?)")) {
                for (int i = 0; i < 100; i++) {
                    insert.setInt(1, i);
                    insert.addBatch();
                }
                assertThat(insert.executeBatch()).hasSize(100).containsOnly(1);
                connection.commit();
            }
            assertThat(fixture.read("SELECT COUNT(*) FROM T")).containsExactly("0");
            assertThat(fixture.read("SELECT COUNT(*) FROM SEALANE_FENCE")).containsExactly("1");
            assertThat(fixture.standIn().counters().rowsDiscarded()).isEqualTo(100);
        }
    }

    @Test
    void eightSessionsChangeDifferentRowsOfOneTableAtOnce() throws Exception {
        try (Fixture fixture = new Fixture()) {
            fixture.run(
                    "CREATE TABLE T (ID NUMBER(19) PRIMARY KEY, V VARCHAR2(50 CHAR), N NUMBER(10))",
                    "CREATE TABLE FENCE (LANE NUMBER(5) PRIMARY KEY, POSITION NUMBER(19))");
            for (int lane = 0; lane < SESSIONS; lane++) {
                fixture.run("INSERT INTO FENCE VALUES (" + lane + ", 0)");
            }
            ExecutorService executor = Executors.newFixedThreadPool(SESSIONS);
            List<Future<?>> writers = new ArrayList<>();
            for (int lane = 0; lane < SESSIONS; lane++) {
                int number = lane;
                writers.add(executor.submit(() -> {
                    write(fixture, number);
                    return null;
                }));
            }
            for (Future<?> writer : writers) {
                writer.get(60, TimeUnit.SECONDS);
            }
            executor.shutdown();
            int kept = SESSIONS * BATCHES * ROWS / 2;
            assertThat(fixture.read("SELECT COUNT(*) FROM T WHERE V = 'updated' AND N = 2"))
                    .containsExactly(Integer.toString(kept));
            assertThat(fixture.read("SELECT DISTINCT POSITION FROM FENCE")).containsExactly(Integer.toString(BATCHES));
        }
    }

    private static void write(Fixture fixture, int lane) throws SQLException {
        try (Connection connection = fixture.connect();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO T (ID, V, N) VALUES (?, ?, ?)");
                PreparedStatement update = connection.prepareStatement("UPDATE T SET V = ?, N = N + 1 WHERE ID = ?");
                PreparedStatement delete = connection.prepareStatement("DELETE FROM T WHERE ID = ?");
                PreparedStatement fence = connection.prepareStatement("UPDATE FENCE SET POSITION = ? WHERE LANE = ?")) {
            for (int batch = 1; batch <= BATCHES; batch++) {
                for (int i = 0; i < ROWS; i++) {
                    long id = (long) (batch * ROWS + i) * SESSIONS + lane;
                    insert.setLong(1, id);
                    insert.setString(2, "inserted");
                    insert.setInt(3, 1);
                    insert.addBatch();
                    update.setString(1, "updated");
                    update.setLong(2, id);
                    update.addBatch();
                    if (i % 2 == 0) {
                        delete.setLong(1, id);
                        delete.addBatch();
                    }
                }
                insert.executeBatch();
                update.executeBatch();
                delete.executeBatch();
                fence.setInt(1, batch);
                fence.setInt(2, lane);
                assertThat(fence.executeUpdate()).isOne();
                connection.commit();
            }
        }
    }
}
