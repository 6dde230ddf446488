package io.sealane.guard;

import io.sealane.chaos.fault.FaultBoard;
import io.sealane.chaos.job.LocalFlink;
import io.sealane.chaos.job.LocalFlink.RunningJob;
import io.sealane.model.Lsn;
import io.sealane.standin.OracleStandIn;
import io.sealane.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What happens where a migration goes on after something was lost, on real PostgreSQL and the stand-in. Which test shows
 * which case:
 *
 * <pre>
 * slot missing                             here; SourceFaultIT, LosingHistoriesIT, PrepareIT.aLostSlotIsNamed
 * slot made again, of another database     here; below our position: RestoredSourceIT
 * slot invalidated                         RestoredSourceIT
 * another system or database               ChangeStreamIT.lostPositionsAreRefused
 * savepoint older than the slot            here, covered by the fences and not; in the copy as well
 * savepoint of a removed migration         here; of another one: OpeningTest
 * another lane map                         OpeningTest.whatCannotBeOpenedIsToldApart, PrepareIT.anotherLaneCountIsAnotherLineage
 * other tables, targets or keys            here; PrepareIT.otherTablesAndAnotherModeAreRefused
 * promoted with all changes, or fewer      SwitchoverIT
 * restored from a backup; less WAL         RestoredSourceIT
 * target set back, running and stopped     here; FenceIT
 * fence rows at a fresh start, or gone     FenceIT, OpeningTest, PrepareIT, RunIT
 * submitted twice                          FenceIT, FrozenJobIT
 * started after CLOSED                     FenceIT.closedMigrationIsRefused, PrepareIT.aClosedMigrationIsRefused
 * </pre>
 */
@Timeout(600)
class RestoreGuardIT {
    private static TestPostgres postgres;
    private static OracleStandIn oracle;
    private static FaultBoard board;
    private static LocalFlink flink;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        postgres = TestPostgres.start();
        oracle = OracleStandIn.builder().user(GuardedMigration.SCHEMA, "app").start();
        board = new FaultBoard();
        flink = new LocalFlink(board, directory);
    }

    @AfterAll
    static void stop() throws Exception {
        flink.close();
        board.close();
        oracle.close();
        postgres.close();
    }

    private static GuardedMigration migration(String name, int rows) throws Exception {
        return new GuardedMigration(postgres, oracle, flink, name, rows);
    }

    @Test
    void savepointOlderThanTheSlotRunsWhenTheFencesCoverIt() throws Exception {
        GuardedMigration migration = migration("older", 300);
        RunningJob job = migration.run(null);
        migration.change(1);
        migration.awaitEqual();
        String old = migration.stop(job);
        job = migration.run(old);
        migration.change(2);
        migration.awaitEqual();
        Lsn acknowledged = migration.awaitAcknowledged();
        migration.cancel(job);
        migration.change(3);

        job = migration.run(old);

        migration.awaitEqual();
        assertThat(migration.confirmed()).isGreaterThanOrEqualTo(acknowledged);
        migration.cancel(job);
    }

    @Test
    void savepointOlderThanTheSlotIsRefusedWhenTheFencesDoNotCoverIt() throws Exception {
        GuardedMigration migration = migration("uncovered", 100);
        RunningJob job = migration.run(null);
        migration.awaitEqual();
        String savepoint = migration.stop(job);
        migration.change(1);
        postgres.execute("SELECT pg_replication_slot_advance('" + migration.slot() + "', pg_current_wal_lsn())");

        String refused = migration.refused(savepoint);

        assertThat(refused)
                .contains("SRC-227 Cannot resume the stream at ", "stands at " + migration.confirmed())
                .contains("Changes of public.uncovered_a, public.uncovered_b would be missing")
                .contains("Resume from a newer checkpoint", "sealane resnapshot --all-tables");
        assertThatThrownBy(() -> migration.resnapshot(List.of(migration.id("a"))))
                .hasMessageContaining("SRC-330")
                .hasMessageContaining("all tables that are not copied again would keep a gap");
    }

    /** Rows are read again after changes of theirs were applied, and rows go and move before, between and after. */
    @Test
    void savepointOfTheCopyRunsAfterChangesWereApplied() throws Exception {
        GuardedMigration migration = migration("incopy", 2_000);
        migration.copySlowly(1_000);
        RunningJob job = migration.run(null);
        await().atMost(Duration.ofMinutes(3))
                .until(() -> migration.rows("SELECT ID FROM INCOPY_A").size() > 300);
        String inCopy = migration.stop(job);
        migration.change(1);
        migration.copySlowly(0);
        job = migration.run(inCopy);
        migration.change(2);
        migration.awaitEqual();
        migration.awaitAcknowledged();
        migration.cancel(job);
        migration.change(3);

        job = migration.run(inCopy);
        migration.change(4);

        migration.awaitEqual();
        migration.cancel(job);
    }

    @Test
    void savepointOfARemovedMigrationIsRefused() throws Exception {
        GuardedMigration migration = migration("removed", 50);
        RunningJob job = migration.run(null);
        migration.awaitEqual();
        String savepoint = migration.stop(job);
        migration.removeAndPrepareAgain();

        assertThat(migration.refused(savepoint))
                .containsAnyOf("TGT-121 Cannot restore migration removed from checkpoint", "SRC-151");
    }

    @Test
    void slotOfAnotherDatabaseIsRefused() throws Exception {
        GuardedMigration migration = migration("elsewhere", 50);
        RunningJob job = migration.run(null);
        migration.awaitEqual();
        String savepoint = migration.stop(job);
        migration.dropSlot();
        postgres.createDatabase("elsewhere")
                .execute("SELECT pg_create_logical_replication_slot('" + migration.slot() + "', 'pgoutput')");

        assertThat(migration.refused(savepoint))
                .contains("SRC-225", "is of plugin pgoutput and database elsewhere, wanted are pgoutput and postgres");
        migration.dropSlot();
    }

    @Test
    void targetSetBackUnderTheRunningJobIsFoundAtTheNextFlush() throws Exception {
        GuardedMigration migration = migration("running", 50);
        RunningJob job = migration.run(null);
        migration.change(1);
        migration.awaitEqual();
        String fence = migration
                .rows("SELECT MIN(COMMIT_LSN) FROM SEALANE_FENCE WHERE MIGRATION = 'running'")
                .get(0)
                .get(0);
        migration.inTarget("UPDATE SEALANE_FENCE SET COMMIT_LSN = COMMIT_LSN - 16, ORDINAL = 0, FLUSH = FLUSH - 1 WHERE"
                + " MIGRATION = 'running'");
        migration.change(2);

        await().atMost(Duration.ofMinutes(3)).until(() -> job.failure().isPresent());

        assertThat(job.failure().orElseThrow())
                .contains("TGT-119", "gone or behind what this writer committed", "committed were ")
                .contains("sealane resnapshot --no-table");
        assertThat(fence).isNotNull();
    }

    @Test
    void targetSetBackWhileStoppedIsRefusedAndGoesOnFromItsFences() throws Exception {
        GuardedMigration migration = migration("setback", 200);
        RunningJob job = migration.run(null);
        migration.change(1);
        migration.awaitEqual();
        String first = migration.stop(job);
        migration.backUpTarget();
        migration.checkpointRarely(true);
        job = migration.run(first);
        migration.change(2);
        migration.awaitEqual();
        String second = migration.stop(job);
        migration.setTargetBack();

        String refused = migration.refused(second);
        assertThat(refused)
                .containsAnyOf("TGT-116 Cannot restore migration setback", "SRC-229 Cannot resume the stream at")
                .contains("sealane resnapshot --no-table");

        migration.checkpointRarely(false);
        migration.resnapshot(List.of());
        job = migration.run(null);
        migration.change(3);

        migration.awaitEqual();
        migration.assertNoRequestIsLeft();
        migration.cancel(job);
    }

    @Test
    void namedTableIsCopiedAgainOverAppliedChanges() throws Exception {
        GuardedMigration migration = migration("again", 500);
        RunningJob job = migration.run(null);
        migration.change(1);
        migration.awaitEqual();
        String savepoint = migration.stop(job);
        migration.change(2);
        migration.inTarget("DELETE FROM AGAIN_A WHERE MOD(ID, 2) = 0", "INSERT INTO AGAIN_A VALUES (-1, 'ghost')");
        migration.resnapshot(List.of(migration.id("a")));
        // The table is empty by now: whatever is asked for later, it has to be copied.
        migration.resnapshot(List.of());
        assertThat(migration.refused(savepoint))
                .contains("TGT-120", "older than the request to copy [public.again_a] again");
        migration.change(3);

        job = migration.run(null);
        migration.change(4);

        migration.awaitEqual();
        migration.assertNoRequestIsLeft();
        String later = migration.stop(job);
        migration.change(5);
        job = migration.run(later);
        migration.awaitEqual();
        migration.cancel(job);
        assertThat(migration.refused(null)).contains("TGT-115", "sealane resnapshot --no-table");
    }

    /** What a name was not copied under, or has passed no fence of, is streamed only once it has been copied. */
    @Test
    void newTablesAndNewTargetsAreCopiedByName() throws Exception {
        GuardedMigration migration = migration("wider", 200);
        RunningJob job = migration.run(null);
        migration.change(1);
        migration.awaitEqual();
        String savepoint = migration.stop(job);
        migration.makeTable("c", 150);
        migration.publish("c");
        migration.moveTarget("b", "WIDER_B2");
        migration.change(2);

        assertThat(migration.refused(null)).contains("TGT-124 Cannot open migration wider: its tables");
        assertThatThrownBy(() -> migration.resnapshot(List.of(migration.id("a"))))
                .hasMessageContaining("CFG-334")
                .hasMessageContaining("\"public\".\"wider_b\" (\"id\" as number) to \"APP\".\"WIDER_B2\"")
                .hasMessageContaining("--table public.wider_b --table public.wider_c");
        migration.resnapshot(List.of(migration.id("b"), migration.id("c")));
        assertThat(migration.refused(savepoint)).containsAnyOf("CFG-111", "TGT-120");
        migration.change(3);
        job = migration.run(null);
        migration.change(4);

        migration.awaitEqual();
        migration.assertNoRequestIsLeft();
        migration.cancel(job);
    }

    @Test
    void allTablesAreCopiedAgainFromANewSlot() throws Exception {
        GuardedMigration migration = migration("anew", 300);
        RunningJob job = migration.run(null);
        migration.change(1);
        migration.awaitEqual();
        String savepoint = migration.stop(job);
        migration.dropSlot();
        migration.change(2);
        assertThat(migration.refused(savepoint)).contains("SRC-224", "sealane resnapshot --all-tables");
        assertThatThrownBy(() -> migration.resnapshot(List.of())).hasMessageContaining("SRC-330");
        List<?> generation = migration.rows("SELECT MAX(GENERATION) FROM SEALANE_FENCE WHERE MIGRATION = 'anew'");

        migration.resnapshotAll();
        assertThat(migration.rows("SELECT MIN(GENERATION) - 1 FROM SEALANE_FENCE WHERE MIGRATION = 'anew'"))
                .isEqualTo(generation);
        job = migration.run(null);
        migration.change(3);

        migration.awaitEqual();
        migration.cancel(job);
        assertThat(migration.refused(savepoint)).containsAnyOf("TGT-121", "SRC-151");
    }
}
