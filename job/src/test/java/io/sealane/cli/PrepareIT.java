package io.sealane.cli;

import io.sealane.cli.TestSite.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class PrepareIT {
    @TempDir
    private static Path directory;

    private static TestSite site;

    @BeforeAll
    static void start() throws Exception {
        site = TestSite.withTables(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        site.close();
    }

    @AfterEach
    void remove() {
        assertThat(site.sealane("cleanup", good(), "--yes").exitCode()).isZero();
        site.postgres.execute("DROP PUBLICATION IF EXISTS sealane_test");
    }

    @Test
    void makesEverythingOnce() throws Exception {
        Result first = site.sealane("prepare", good());

        assertThat(first.err()).isEmpty();
        assertThat(first.exitCode()).isZero();
        assertThat(first.out()).startsWith("Migration test is prepared: 2 tables, changes from ");
        assertThat(site.leftovers()).isEqualTo("1 1 1");
        assertThat(site.fromTarget("SELECT COUNT(*) FROM APP.SEALANE_FENCE WHERE MIGRATION = 'test' AND ORDINAL = 0"))
                .isEqualTo("8");
        assertThat(site.postgres.query("SELECT tablename FROM pg_publication_tables ORDER BY 1"))
                .extracting(row -> row.get(0))
                .containsExactly("good", "parted");

        Result second = site.sealane("prepare", good());

        assertThat(second.exitCode()).isZero();
        assertThat(second.out()).startsWith("Migration test had been prepared already: 2 tables, changes from ");
        assertThat(site.leftovers()).isEqualTo("1 1 1");
    }

    @Test
    void printsTheSqlOfBothSidesAndChangesNothing() throws Exception {
        Result result = site.sealane("prepare", good(), "--print");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .contains(
                        "CREATE PUBLICATION \"sealane_test\" FOR TABLE ONLY \"public\".\"good\", ONLY \"public\".\"parted\"")
                .contains("publish_via_partition_root = true")
                .contains("pg_create_logical_replication_slot('sealane_test', 'pgoutput')")
                .contains("CREATE TABLE \"APP\".\"SEALANE_FENCE\"");
        assertThat(site.leftovers()).isEqualTo("0 0 0");
    }

    @Test
    void takesAPublicationThatSomebodyElseMade() throws Exception {
        site.postgres.execute(
                "CREATE PUBLICATION sealane_test FOR TABLE good, parted WITH (publish_via_partition_root)");

        assertThat(site.sealane("prepare", good()).exitCode()).isZero();

        assertThat(site.leftovers()).isEqualTo("1 1 1");
    }

    @Test
    void refusesAPublicationOfAnotherMigrationAndTakesOverThatOfARemovedOne() throws Exception {
        assertThat(site.sealane("prepare", good()).exitCode()).isZero();
        String next = good().replace("name: test", "name: next")
                .replace("  database: postgres", "  database: postgres\n  publication: sealane_test");

        Result refused = site.sealane("prepare", next);
        site.inTarget("DELETE FROM SEALANE_FENCE", "DELETE FROM SEALANE_MIGRATION");
        Result taken = site.sealane("prepare", next);

        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err())
                .contains("SRC-322 Cannot use the publication sealane_test, which exists: it is of migration test");
        assertThat(taken.exitCode()).as(taken.err()).isZero();
        assertThat(mark()).startsWith("sealane migration=next slot=sealane_next ");
        assertThat(site.sealane("cleanup", next, "--yes").exitCode()).isZero();
    }

    @Test
    void aPublicationIsKeptWhenItsMigrationIsBegunAnewWithAnotherSlot() throws Exception {
        assertThat(site.sealane("prepare", good()).exitCode()).isZero();
        site.inSource("COMMENT ON PUBLICATION sealane_test IS '"
                + mark().replaceFirst("made=\\S+", "made=2020-01-01T00:00:00Z") + "'");
        String moved = good().replace(
                        "  database: postgres", "  database: postgres\n  slot: moved\n  publication: sealane_test");

        Result anew = site.sealane("resnapshot", moved, "--all-tables", "--yes");
        Result orphans = site.sealane("cleanup", good().replace("name: test", "name: far"), "--orphans", "--yes");

        assertThat(anew.exitCode()).as(anew.err()).isZero();
        assertThat(mark()).startsWith("sealane migration=test slot=moved ").doesNotContain("made=2020");
        assertThat(orphans.exitCode()).as(orphans.err()).isZero();
        assertThat(orphans.out()).doesNotContain("publication sealane_test");
        assertThat(site.leftovers()).isEqualTo("1 1 1");
        assertThat(site.sealane("cleanup", moved, "--yes").exitCode()).isZero();
        assertThat(site.leftovers()).isEqualTo("0 0 0");
    }

    private static String mark() {
        return String.valueOf(site.postgres.queryOne("SELECT obj_description(oid, 'pg_publication') FROM"
                + " pg_publication WHERE pubname = 'sealane_test'"));
    }

    @Test
    void refusesAPublicationThatLacksATable() throws Exception {
        site.postgres.execute("CREATE PUBLICATION sealane_test FOR TABLE good, parted");

        Result result = site.sealane("prepare", good());

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err()).contains("SRC-310").contains("it does not publish public.parted");
        assertThat(site.leftovers()).isEqualTo("0 1 0");
    }

    @Test
    void statusTellsWhereAPreparedMigrationStands() {
        site.sealane("prepare", good());

        Result text = site.sealane("status", good());
        Result json = site.sealane("status", good(), "--json");

        assertThat(text.exitCode()).isZero();
        assertThat(text.out())
                .startsWith("test: prepared, no writer is at work")
                .contains("0 of 8 have changes applied")
                .contains("nobody reads it");
        assertThat(json.out())
                .contains(
                        "\"migration\" : \"test\"",
                        "\"state\" : \"PREPARED\"",
                        "\"lanes\" : 8",
                        "\"slotActive\" : false");
    }

    @Test
    void statusOfAnUnknownMigrationIsAFault() {
        Result result = site.sealane("status", good());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).startsWith("CFG-303 Cannot show migration test: the target knows none of this name.");
    }

    @Test
    void aTargetTableWithRowsIsNotCopiedInto() throws Exception {
        site.inTarget("INSERT INTO PARTED VALUES (1)");

        Result refused = site.sealane("prepare", good());

        site.inTarget("TRUNCATE TABLE PARTED");
        assertThat(refused.exitCode()).isEqualTo(4);
        assertThat(refused.err()).startsWith("TGT-307 Cannot copy into \"APP\".\"PARTED\", which have rows");
        assertThat(site.leftovers()).isEqualTo("0 0 0");
    }

    @Test
    void statusWarnsByItsExitCodeWhenTheSlotHoldsBackTooMuch() {
        site.sealane("prepare", good());
        String limited = good().replace("  database: postgres", "  database: postgres\n  wal-limit: {bytes: 32MB}");
        Result before = site.sealane("status", limited);
        for (int i = 0; i < 3; i++) {
            site.postgres.execute("SELECT pg_logical_emit_message(true, 'x', 'x')", "SELECT pg_switch_wal()");
        }

        Result after = site.sealane("status", limited);
        Result json = site.sealane("status", limited, "--json");

        assertThat(before.exitCode()).as(before.err()).isZero();
        assertThat(after.exitCode()).isEqualTo(1);
        assertThat(after.out()).contains("of WAL (reserved), 0 B left until its limit");
        assertThat(after.err())
                .startsWith("warning: The replication slot sealane_test holds back ")
                .contains("beyond source.wal-limit (32 MB): nothing stops it there")
                .contains("give the migration up with `sealane cleanup --yes`");
        assertThat(json.exitCode()).isEqualTo(1);
        assertThat(json.out()).contains("\"walBytesUntilLimit\" : 0", "\"warnings\" : [ \"The replication slot");
    }

    @Test
    void statusWarnsOfASlotThatIsGone() {
        site.sealane("prepare", good());
        site.postgres.execute("SELECT pg_drop_replication_slot('sealane_test')");

        Result result = site.sealane("status", good());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).startsWith("warning: The replication slot sealane_test is gone");
    }

    @Test
    void aFailoverSlotOnAnOlderServerIsRefused() throws Exception {
        Result result = site.sealane(
                "prepare", good().replace("  database: postgres", "  database: postgres\n  failover-slot: true"));

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err()).startsWith("SRC-334 Cannot create the failover slot sealane_test: the source is");
        assertThat(site.leftovers()).isEqualTo("0 0 0");
    }

    @Test
    void anotherLaneCountIsAnotherLineage() {
        site.sealane("prepare", good());

        Result result = site.sealane("run", good().replace("lanes: 8", "lanes: 16"), "--local");

        assertThat(result.exitCode()).isEqualTo(4);
        assertThat(result.err())
                .contains("TGT-305 Cannot run migration test: its positions belong to another source.")
                .contains("lanes=8/v1")
                .contains("lanes=16/v1");
    }

    @Test
    void otherTablesAndAnotherModeAreRefused() throws Exception {
        site.sealane("prepare", good());
        site.postgres.execute("ALTER PUBLICATION sealane_test ADD TABLE other");
        String more = site.yaml("- public.good\n- public.other\n- public.parted");
        String full = good().replace("  lanes: 8", "  lanes: 8\n  mode: full");

        Result added = site.sealane("run", more, "--local");
        Result fewer = site.sealane("run", site.yaml("- public.good"), "--local");
        Result mode = site.sealane("run", full, "--local");
        site.inTarget("UPDATE SEALANE_FENCE SET COMMIT_LSN = COMMIT_LSN + 100");
        Result goOn = site.sealane("resnapshot", full, "--no-table");

        assertThat(added.exitCode()).isEqualTo(2);
        assertThat(added.err())
                .startsWith(
                        "CFG-312 Cannot run migration test: its tables, their targets or their keys are not those it was"
                                + " prepared with (now \"public\".\"other\" (\"id\" as number) to \"APP\".\"OTHER\"), and rows would be"
                                + " missing.")
                .contains("`sealane resnapshot --table public.other` has them copied");
        assertThat(fewer.err())
                .contains("CFG-312", "(registered \"public\".\"parted\" (\"id\" as number) to \"APP\".\"PARTED\")")
                .contains("`sealane resnapshot --no-table`");
        assertThat(mode.exitCode()).isEqualTo(2);
        assertThat(mode.err())
                .startsWith(
                        "CFG-311 Cannot run migration test: it was prepared with job.mode full-and-incremental and the"
                                + " configuration has full. Set it back");
        assertThat(goOn.exitCode()).isEqualTo(2);
        assertThat(goOn.err()).startsWith("CFG-333 Cannot copy tables of migration test again: it was prepared with");
    }

    @Test
    void aLostSlotIsNamed() {
        site.sealane("prepare", good());
        site.postgres.execute("SELECT pg_drop_replication_slot('sealane_test')");

        Result result = site.sealane("run", good(), "--local");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err())
                .contains("SRC-314 Cannot run migration test: the replication slot sealane_test is gone.");
    }

    @Test
    void aTableThatIsNotPublishedIsNamed() throws Exception {
        site.sealane("prepare", good());

        Result result = site.sealane("run", site.yaml("- public.good\n- public.other"), "--local");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("CFG-312", "SRC-317", "does not publish public.other");
    }

    @Test
    void aFreshStartOverAppliedChangesIsRefused() throws Exception {
        site.sealane("prepare", good());
        site.inTarget("UPDATE SEALANE_FENCE SET COMMIT_LSN = COMMIT_LSN + 100 WHERE LANE = 3");

        Result result = site.sealane("run", good(), "--local");

        assertThat(result.exitCode()).isEqualTo(4);
        assertThat(result.err())
                .contains("TGT-304")
                .contains("1 of 8 lanes have changes applied")
                .contains("run --from latest");
    }

    @Test
    void aClosedMigrationIsRefused() throws Exception {
        site.sealane("prepare", good());
        site.inTarget("UPDATE SEALANE_MIGRATION SET STATE = 'CLOSED'");

        Result result = site.sealane("run", good(), "--local");

        assertThat(result.exitCode()).isEqualTo(4);
        assertThat(result.err()).contains("TGT-302").contains("it is closed");
    }

    @Test
    void nothingToContinueFromIsNamed() {
        Result result = site.sealane("run", good(), "--from", "latest");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("CFG-307 Cannot continue from the latest checkpoint: there is none in ");
    }

    private static String good() {
        return site.yaml("- public.good\n- public.parted");
    }
}
