package io.sealane.standin;

import io.sealane.standin.fault.CommitFate;
import io.sealane.standin.fault.Hold;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class FaultsIT {
    private Fixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new Fixture();
        fixture.run("CREATE TABLE T (ID NUMBER(10) PRIMARY KEY)", "CREATE TABLE FENCE (ID NUMBER(10))");
    }

    @AfterEach
    void stop() throws SQLException {
        fixture.close();
    }

    private SQLException insertAndCommit(int id) throws SQLException {
        try (Connection connection = fixture.connect()) {
            Fixture.update(connection, "INSERT INTO T VALUES (?)", id);
            return catchThrowableOfType(SQLException.class, connection::commit);
        }
    }

    @Test
    void commitThatIsCutBeforeItTookEffectLeavesNoRow() throws SQLException {
        fixture.standIn().faults().cutBeforeCommit(1);

        SQLException error = insertAndCommit(1);

        assertThat((Throwable) error).isInstanceOf(SQLRecoverableException.class);
        assertThat((Throwable) insertAndCommit(2)).isNull();
        assertThat(fixture.read("SELECT ID FROM T")).containsExactly("2");
        assertThat(fixture.standIn().counters().connectionsCut()).isOne();
    }

    @Test
    void commitThatIsCutAfterItTookEffectLeavesItsRow() throws SQLException {
        fixture.standIn().faults().cutAfterCommit(1);

        SQLException error = insertAndCommit(1);

        assertThat((Throwable) error).isInstanceOf(SQLRecoverableException.class);
        assertThat(error.getSQLState()).isEqualTo("08006");
        assertThat(fixture.read("SELECT ID FROM T")).containsExactly("1");
    }

    @Test
    void ruleSeesWhatACommitChanged() throws SQLException {
        fixture.standIn()
                .faults()
                .onCommit(attempt -> attempt.tables().contains("FENCE") && attempt.rows() == 2
                        ? CommitFate.CUT_BEFORE
                        : CommitFate.PROCEED);

        assertThat((Throwable) insertAndCommit(1)).isNull();
        try (Connection connection = fixture.connect()) {
            Fixture.update(connection, "INSERT INTO T VALUES (2)");
            Fixture.update(connection, "INSERT INTO FENCE VALUES (2)");
            assertThat((Throwable) catchThrowableOfType(SQLException.class, connection::commit))
                    .isNotNull();
        }
        assertThat(fixture.read("SELECT ID FROM T")).containsExactly("1");
    }

    @Test
    void heldCommitTakesEffectWhenReleased() throws Exception {
        try (Hold hold = fixture.standIn().faults().holdBeforeCommit()) {
            CompletableFuture<Void> commit = CompletableFuture.runAsync(() -> {
                try {
                    insertAndCommit(1);
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(hold.awaitHeld(Duration.ofSeconds(5))).isTrue();
            assertThat(hold.held()).isOne();
            assertThat(fixture.read("SELECT ID FROM T")).isEmpty();

            hold.release();

            commit.get(5, TimeUnit.SECONDS);
        }
        assertThat(fixture.read("SELECT ID FROM T")).containsExactly("1");
    }

    @Test
    void commitHeldAfterItsEffectIsSeenByOthers() throws Exception {
        try (Hold hold = fixture.standIn().faults().holdAfterCommit()) {
            CompletableFuture<SQLException> commit = CompletableFuture.supplyAsync(() -> {
                try {
                    return insertAndCommit(1);
                } catch (SQLException e) {
                    return e;
                }
            });
            assertThat(hold.awaitHeld(Duration.ofSeconds(5))).isTrue();

            assertThat(fixture.read("SELECT ID FROM T")).containsExactly("1");
            hold.release();
            assertThat((Throwable) commit.get(5, TimeUnit.SECONDS)).isNull();
        }
    }

    @Test
    void silentSessionKeepsItsLocksAfterItsClientHasGone() throws Exception {
        Connection silent = fixture.connect();
        Fixture.update(silent, "INSERT INTO T VALUES (1)");
        int session = Integer.parseInt(Fixture.read(silent, "SELECT SYS_CONTEXT('USERENV', 'SID') FROM dual")
                .get(0));
        try (Hold hold = fixture.standIn().faults().silence(number -> number == session)) {
            CompletableFuture<Void> lost = CompletableFuture.runAsync(() -> {
                try {
                    silent.commit();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(hold.awaitHeld(Duration.ofSeconds(5))).isTrue();
            silent.abort(Runnable::run);
            assertThat(lost).failsWithin(Duration.ofSeconds(5));

            try (Connection other = fixture.connect();
                    PreparedStatement insert = other.prepareStatement("INSERT INTO T VALUES (1)")) {
                insert.setQueryTimeout(1);
                SQLException error = catchThrowableOfType(SQLException.class, insert::executeUpdate);
                assertThat(error.getErrorCode()).isEqualTo(1013);
            }
        }
    }

    @Test
    void chosenCodeIsRaisedAtTheChosenCallAndRow() throws SQLException {
        fixture.standIn().faults().raise(1653, Pattern.compile("(?i)insert into t"), 2, 3);
        try (Connection connection = fixture.connect();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO T VALUES (?)")) {
            Fixture.update(connection, "INSERT INTO T VALUES (100)");
            for (int i = 0; i < 5; i++) {
                insert.setInt(1, i);
                insert.addBatch();
            }
            BatchUpdateException error = catchThrowableOfType(BatchUpdateException.class, insert::executeBatch);

            assertThat(error.getErrorCode()).isEqualTo(1653);
            assertThat(error.getUpdateCounts()).containsExactly(1, 1, 1);
            Fixture.update(connection, "INSERT INTO T VALUES (200)");
            connection.rollback();
        }
    }

    @Test
    void allConnectionsAreCutAtOnceAndNewOnesWork() throws SQLException {
        try (Connection first = fixture.connect();
                Connection second = fixture.connect()) {
            Fixture.update(first, "INSERT INTO T VALUES (1)");

            fixture.standIn().faults().cutAll();

            assertThat(first.isValid(2)).isFalse();
            assertThat(second.isValid(2)).isFalse();
        }
        assertThat((Throwable) insertAndCommit(1)).isNull();
    }

    @Test
    void changeThatIsHeldHasItsLocksAndIsNamedAsTheirHolder() throws Exception {
        fixture.run("INSERT INTO FENCE VALUES (1)");
        Hold hold = fixture.standIn().faults().holdAfterStatement(Pattern.compile("UPDATE FENCE"));
        CompletableFuture<Void> held = CompletableFuture.runAsync(this::updateFenceAndCommit);
        assertThat(hold.awaitHeld(Duration.ofSeconds(10))).isTrue();

        try (Connection other = fixture.connect()) {
            SQLException busy = catchThrowableOfType(
                    SQLException.class, () -> Fixture.read(other, "SELECT ID FROM FENCE FOR UPDATE WAIT 1"));

            assertThat(busy.getErrorCode()).isEqualTo(30006);
            assertThat(Fixture.read(other, """
                    SELECT s.USERNAME || ' ' || s.PROGRAM FROM V$LOCKED_OBJECT l
                      JOIN V$SESSION s ON s.SID = l.SESSION_ID JOIN ALL_OBJECTS o ON o.OBJECT_ID = l.OBJECT_ID
                     WHERE o.OWNER = 'APP' AND o.OBJECT_NAME = 'FENCE'
                       AND s.AUDSID <> SYS_CONTEXT('USERENV', 'SESSIONID')""")).containsExactly("APP holder");
            hold.release();
            held.get(10, TimeUnit.SECONDS);
            assertThat(Fixture.read(other, "SELECT ID FROM FENCE FOR UPDATE WAIT 1"))
                    .containsExactly("2");
        }
    }

    private void updateFenceAndCommit() {
        try (Connection connection = fixture.connect(java.util.Map.of("v$session.program", "holder"))) {
            Fixture.update(connection, "UPDATE FENCE SET ID = ID + 1");
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
