package io.sealane.prepare;

import io.sealane.config.Mode;
import io.sealane.fence.MigrationState;
import io.sealane.fence.RegisteredMigration;
import io.sealane.model.Lineage;
import io.sealane.model.Lsn;
import io.sealane.prepare.Inventory.Migration;
import io.sealane.prepare.Inventory.Publication;
import io.sealane.prepare.Inventory.Slot;
import io.sealane.source.postgres.PublicationMark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LeftoversTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration OLD = Duration.ofDays(3);

    private final List<Slot> slots = new ArrayList<>();
    private final List<Publication> publications = new ArrayList<>();
    private final List<Migration> migrations = new ArrayList<>();
    private int timeline = 1;

    @Test
    void whatTheConfigurationNamesIsItsOwn() {
        prepared("shop", MigrationState.RUNNING, false);

        assertThat(found())
                .containsExactly(
                        "OWN replication slot sealane_shop",
                        "OWN publication sealane_shop",
                        "OWN control rows of migration shop: 8 fences");
    }

    @Test
    void otherMigrationsAsTheyShouldBeAreNotListed() {
        prepared("other", MigrationState.RUNNING, true);
        prepared("stopped", MigrationState.RUNNING, false);
        prepared("closed", MigrationState.CLOSED, false);

        assertThat(found()).isEmpty();
    }

    @Test
    void aMarkedPublicationWhoseMigrationIsUnknownHereIsAnOrphanWithItsSlot() {
        slot("sealane_old", null);
        publication("sealane_old", true, mark("old", "sealane_old", "us", OLD));

        assertThat(found())
                .containsExactly(
                        "ORPHAN replication slot sealane_old: the target knows no migration old",
                        "ORPHAN publication sealane_old: the target knows no migration old");
    }

    @Test
    void anotherTargetsAreKept() {
        slot("sealane_old", null);
        publication("sealane_old", true, mark("old", "sealane_old", "them", OLD));

        assertThat(found())
                .containsExactly(
                        "KEPT replication slot sealane_old: of migration old with another target; clean it up with its own"
                                + " configuration",
                        "KEPT publication sealane_old: of migration old with another target; clean it up with its own"
                                + " configuration");
    }

    @Test
    void withoutControlTablesEverythingMarkedIsAnotherTargets() {
        slot("sealane_old", null);
        publication("sealane_old", true, mark("old", "sealane_old", "us", OLD));

        assertThat(found(null, new Leftovers.Own("shop", "sealane_shop", "sealane_shop")))
                .allMatch(line -> line.startsWith("KEPT "))
                .hasSize(2);
    }

    @Test
    void whatIsReadIsKept() {
        slot("sealane_old", 4711);
        publication("sealane_old", true, mark("old", "sealane_old", "us", OLD));

        assertThat(found())
                .containsExactly(
                        "KEPT replication slot sealane_old: process 4711 of the source reads the slot",
                        "KEPT publication sealane_old: process 4711 of the source reads the slot");
    }

    @Test
    void whatMayJustBeBeingPreparedIsKept() {
        slot("sealane_new", null);
        publication("sealane_new", true, mark("new", "sealane_new", "us", Duration.ofMinutes(14)));

        assertThat(found()).hasSize(2).allMatch(line -> line.startsWith("KEPT ") && line.contains("a moment ago"));
    }

    @Test
    void aNameAloneProvesNothing() {
        slot("sealane_x", null);
        publication("sealane_y", true, null);
        slot("debezium", null);
        publication("dbz_publication", true, null);

        assertThat(found())
                .containsExactly(
                        "KEPT replication slot sealane_x: no publication says whose it is; if nobody needs it, run SELECT"
                                + " pg_drop_replication_slot('sealane_x')",
                        "KEPT publication sealane_y: its comment does not say whose it is; DROP PUBLICATION it if nobody"
                                + " needs it");
    }

    @Test
    void aPublicationOfAMigrationThatHasGoneOverToAnotherSlotIsKept() {
        prepared("other", MigrationState.RUNNING, false);
        publication("first", true, mark("other", "first", "us", OLD));
        slot("first", null);

        assertThat(found())
                .containsExactly(
                        "KEPT replication slot first: migration other is registered, with slot sealane_other",
                        "KEPT publication first: migration other is registered, with slot sealane_other");
    }

    @Test
    void aMigrationWhoseSlotIsGoneIsAnOrphanWithItsPublication() {
        migration("dead", "sealane_dead", MigrationState.RUNNING, false);
        publication("sealane_dead", true, mark("dead", "sealane_dead", "us", OLD));

        assertThat(found())
                .containsExactly(
                        "ORPHAN publication sealane_dead: the slot of migration dead is gone",
                        "ORPHAN control rows of migration dead: its slot sealane_dead is gone");
    }

    @Test
    void rowsOfAClosedMigrationAreKeptWithoutItsSlot() {
        migration("closed", "sealane_closed", MigrationState.CLOSED, false);

        assertThat(found())
                .containsExactly(
                        "KEPT control rows of migration closed: its slot sealane_closed is gone, but it is closed:"
                                + " these rows refuse any later start");
    }

    @Test
    void rowsUnderALeaseAreKept() {
        migration("live", "sealane_live", MigrationState.RUNNING, true);

        assertThat(found())
                .containsExactly(
                        "KEPT control rows of migration live: its slot sealane_live is gone, but a writer holds a"
                                + " lease");
    }

    @Test
    void rowsOfAMigrationThatMayStillBeNeededAreKeptWithItsPublication() {
        migration("again", "s_again", false, true, false);
        migration("young", "s_young", false, false, true);
        publication("s_again", true, mark("again", "s_again", "us", OLD));

        assertThat(found())
                .containsExactly(
                        "KEPT publication s_again: migration again is registered, and it is to copy tables again; finish"
                                + " that with its own configuration",
                        "KEPT control rows of migration again: its slot s_again is gone, but it is to copy tables again;"
                                + " finish that with its own configuration",
                        "KEPT control rows of migration young: its slot s_young is gone, but it was in use a moment"
                                + " ago");
    }

    @Test
    void rowsOfAMigrationFromBeforeASwitchoverAreKept() {
        timeline = 2;
        migration("before", "s_before", false, false, false);

        assertThat(found())
                .containsExactly(
                        "KEPT control rows of migration before: its slot s_before is gone, but it began on timeline 1 of"
                                + " the source, which is now on 2: the slot may be on another server");
    }

    @Test
    void migrationsOfOtherSourcesAreNotJudged() {
        migrations.add(new Migration(
                registered("far", "sealane_far", MigrationState.RUNNING, "other-system"), false, false, false));

        assertThat(found()).isEmpty();
    }

    @Test
    void aCopyOfTheSourceDoesNotMakeItsMigrationsOrphans() {
        migrations.add(new Migration(
                registered("old", "sealane_old", MigrationState.RUNNING, "other-system"), false, false, false));
        slot("sealane_old", null);
        publication("sealane_old", true, mark("old", "sealane_old", "us", OLD));

        assertThat(found())
                .hasSize(2)
                .allMatch(line -> line.startsWith("KEPT ") && line.contains("is registered for another source"));
    }

    @Test
    void whatAnotherRoleOwnsIsKept() {
        slot("sealane_old", null);
        publication("sealane_old", false, mark("old", "sealane_old", "us", OLD));

        assertThat(found())
                .containsExactly(
                        "ORPHAN replication slot sealane_old: the target knows no migration old",
                        "KEPT publication sealane_old: the target knows no migration old; another role owns it");
    }

    @Test
    void theConfigurationsOwnNameDoesNotMakeAnotherTargetsSlotItsOwn() {
        slot("sealane_shop", null);
        publication("sealane_shop", true, mark("shop", "sealane_shop", "them", OLD));

        assertThat(found())
                .hasSize(2)
                .allMatch(line -> line.startsWith("KEPT ") && line.contains("with another target"));
    }

    @Test
    void theConfigurationsOwnNameDoesNotMakeAnotherMigrationsSlotItsOwn() {
        slot("sealane_shop", null);
        publication("sealane_shop", true, mark("other", "sealane_shop", "us", OLD));
        migration("other", "sealane_shop", MigrationState.RUNNING, false);

        assertThat(found()).containsExactly("KEPT replication slot sealane_shop: of migration other");
    }

    @Test
    void whatWasMadeForAMigrationThatWasNeverRegisteredIsItsOwnAtOnce() {
        slot("sealane_shop", null);
        publication("sealane_shop", true, mark("shop", "sealane_shop", "us", Duration.ZERO));

        assertThat(found()).containsExactly("OWN replication slot sealane_shop", "OWN publication sealane_shop");
    }

    @Test
    void aSlotThatTheUserBroughtIsNotOurs() {
        migration("shop", "brought", MigrationState.RUNNING, false);
        slot("brought", null);
        publication("brought", true, null);

        assertThat(found("us", new Leftovers.Own("shop", null, null)))
                .containsExactly("OWN control rows of migration shop: 8 fences");
    }

    private void prepared(String migration, MigrationState state, boolean live) {
        String name = "sealane_" + migration;
        slot(name, live ? 1 : null);
        publication(name, true, mark(migration, name, "us", OLD));
        migration(migration, name, state, live);
    }

    private void slot(String name, @Nullable Integer activePid) {
        slots.add(new Slot(name, activePid, 1 << 20));
    }

    private void publication(String name, boolean droppable, @Nullable PublicationMark mark) {
        publications.add(new Publication(name, droppable, mark));
    }

    private void migration(String name, String slot, MigrationState state, boolean live) {
        migrations.add(new Migration(registered(name, slot, state, "7"), live, false, false));
    }

    private void migration(String name, String slot, boolean live, boolean recopying, boolean young) {
        migrations.add(new Migration(registered(name, slot, MigrationState.RUNNING, "7"), live, recopying, young));
    }

    private static RegisteredMigration registered(String name, String slot, MigrationState state, String system) {
        String lineage = new Lineage(system, 1, "my db", slot, "8/v1", "1f").text();
        return new RegisteredMigration(name, lineage, 8, "8/v1", Mode.FULL_AND_INCREMENTAL, "routes", Lsn.ZERO, state);
    }

    private static PublicationMark mark(String migration, String slot, String control, Duration age) {
        return new PublicationMark(migration, slot, control, NOW.minus(age));
    }

    private List<String> found() {
        return found("us", new Leftovers.Own("shop", "sealane_shop", "sealane_shop"));
    }

    private List<String> found(@Nullable String control, Leftovers.Own own) {
        Inventory inventory = new Inventory(slots, publications, migrations, "7", timeline, "my db", control, NOW);
        return Leftovers.find(inventory, own).stream()
                .map(leftover -> leftover.standing() + " " + leftover.title()
                        + (leftover.note().isEmpty() ? "" : ": " + leftover.note()))
                .toList();
    }
}
