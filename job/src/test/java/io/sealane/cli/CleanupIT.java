package io.sealane.cli;

import io.sealane.cli.TestSite.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CleanupIT {
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
    void cleanupAsksFirst() throws Exception {
        site.sealane("prepare", good());

        Result result = site.sealane("cleanup", good());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out())
                .startsWith("There is to remove for migration test:")
                .containsPattern("replication slot sealane_test, holds back \\d+ \\w+ of WAL")
                .contains("publication sealane_test", "control rows of migration test (8 fences)");
        assertThat(result.err())
                .startsWith("Nothing was removed. Give --yes to remove it; the migration can only begin");
        assertThat(site.leftovers()).isEqualTo("1 1 1");
    }

    @Test
    void cleanupRemovesAllAndFindsNothingTwice() throws Exception {
        site.sealane("prepare", good());

        assertThat(site.sealane("cleanup", good(), "--yes").out())
                .startsWith("Removed for migration test:")
                .contains("replication slot sealane_test");
        assertThat(site.leftovers()).isEqualTo("0 0 0");
        assertThat(site.sealane("cleanup", good(), "--yes").out()).startsWith("Nothing to remove for migration test.");
    }

    @Test
    void copyingAgainAsksBeforeItRemovesRowsOrTheSlot() throws Exception {
        assertThat(site.sealane("resnapshot", good(), "--all-tables").err())
                .startsWith("CFG-303 Cannot copy tables of migration test again: the target knows none of this name.");
        site.sealane("prepare", good());
        String slot = slotStart();
        site.inTarget("INSERT INTO GOOD VALUES (1, NULL)");

        Result rows = site.sealane("resnapshot", good(), "--all-tables", "--yes");
        assertThat(rows.exitCode()).isEqualTo(4);
        assertThat(rows.err())
                .startsWith("TGT-332 Cannot copy tables of migration test again: \"APP\".\"GOOD\" have rows")
                .contains("give --truncate --yes");
        Result consent = site.sealane("resnapshot", good(), "--all-tables", "--truncate");
        assertThat(consent.exitCode()).isEqualTo(2);
        assertThat(consent.err())
                .startsWith("CFG-304 ")
                .contains("all rows of \"APP\".\"GOOD\" at the target are deleted first, and the replication slot is")
                .contains("Give --yes.");
        assertThat(site.sealane("resnapshot", good(), "--table", "public.none").err())
                .startsWith("CFG-330 ")
                .contains("It has public.good, public.parted.");
        assertThat(site.sealane("resnapshot", good(), "--table", "public.good").err())
                .startsWith("CFG-332 ")
                .contains("no change has been applied yet");
        assertThat(site.sealane("resnapshot", good()).exitCode()).isEqualTo(2);
        assertThat(site.fromTarget("SELECT COUNT(*) FROM GOOD")).isEqualTo("1");
        assertThat(slotStart()).isEqualTo(slot);

        Result done = site.sealane("resnapshot", good(), "--all-tables", "--truncate", "--yes");
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.out())
                .startsWith("The next run without a checkpoint copies public.good, public.parted again")
                .contains("(emptied: \"APP\".\"GOOD\")");
        assertThat(site.fromTarget("SELECT COUNT(*) FROM GOOD")).isEqualTo("0");
        assertThat(slotStart()).isNotEqualTo(slot);
    }

    private static String slotStart() {
        return String.valueOf(site.postgres.queryOne(
                "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = 'sealane_test'"));
    }

    @Test
    void orphansAreListedAndRemovedOnlyWhenAskedFor() throws Exception {
        // Given what is left of a migration of this target, prepared long ago, and a slot of nobody knows whom
        assertThat(site.sealane("prepare", good().replace("name: test", "name: lost"))
                        .exitCode())
                .isZero();
        site.inTarget("DELETE FROM SEALANE_FENCE", "DELETE FROM SEALANE_MIGRATION");
        assertThat(site.sealane("cleanup", good()).out()).contains("may just be being prepared");
        String mark = site.postgres.queryOne("SELECT obj_description(oid, 'pg_publication') FROM pg_publication");
        site.inSource("COMMENT ON PUBLICATION sealane_lost IS '"
                + mark.replaceFirst("made=\\S+", "made=2020-01-01T00:00:00Z") + "'");
        site.postgres.execute("SELECT pg_create_logical_replication_slot('sealane_whose', 'pgoutput')");

        // When
        Result listed = site.sealane("cleanup", good());
        Result json = site.sealane("cleanup", good(), "--orphans", "--json");
        Result own = site.sealane("cleanup", good(), "--yes");
        String afterOwn = site.leftovers();
        Result removed = site.sealane("cleanup", good(), "--orphans", "--yes");

        // Then
        assertThat(listed.exitCode()).isZero();
        assertThat(listed.out())
                .startsWith("Nothing to remove for migration test.")
                .contains("Left behind by other migrations, removed with --orphans --yes:")
                .contains("(the target knows no migration lost)")
                .contains("Not ours to remove:", "replication slot sealane_whose");
        assertThat(json.exitCode()).isEqualTo(1);
        assertThat(json.out())
                .contains("\"removed\" : false", "\"standing\" : \"ORPHAN\"", "\"name\" : \"sealane_lost\"")
                .containsPattern("\"retainedBytes\" : \\d+");
        assertThat(own.exitCode()).isZero();
        assertThat(afterOwn).isEqualTo("2 1 0");
        assertThat(removed.out())
                .startsWith("Removed of other migrations:")
                .contains("replication slot sealane_lost", "publication sealane_lost");
        assertThat(removed.exitCode()).isZero();
        assertThat(site.leftovers()).isEqualTo("1 0 0");
        site.postgres.execute("SELECT pg_drop_replication_slot('sealane_whose')");
    }

    @Test
    void rowsOfAMigrationWithoutItsSlotAreAnOrphanOnceNobodyIsAtIt() throws Exception {
        assertThat(site.sealane("prepare", good()).exitCode()).isZero();
        site.postgres.execute("SELECT pg_drop_replication_slot('sealane_test')");
        String far = good().replace("name: test", "name: far");

        String young = site.sealane("cleanup", far).out();
        String old = "SET UPDATED_AT = TIMESTAMP '2020-01-01 00:00:00 +00:00'";
        site.inTarget(
                "UPDATE SEALANE_FENCE " + old,
                "UPDATE SEALANE_MIGRATION " + old,
                "INSERT INTO SEALANE_CONTROL VALUES ('test', 'recopy', 'emptying 2')");
        String recopying = site.sealane("cleanup", far).out();
        site.inTarget("DELETE FROM SEALANE_CONTROL WHERE NAME = 'recopy'");
        String orphan = site.sealane("cleanup", far).out();

        assertThat(young).contains("its slot sealane_test is gone, but it was in use a moment ago");
        assertThat(recopying).contains("its slot sealane_test is gone, but it is to copy tables again");
        assertThat(orphan).containsPattern("removed with --orphans --yes:[\\s\\S]*control rows of migration test");
    }

    private static String good() {
        return site.yaml("- public.good\n- public.parted");
    }
}
