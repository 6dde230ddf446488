package io.sealane.prepare;

import io.sealane.model.Problems;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Judged by values as a PolarDB gives them; none was at hand. */
class PolarTraitsTest {
    private static final PolarTraits POSTGRES = new PolarTraits(null, null, null, null, 3, false, false, false, false);

    @Test
    void aPostgresHasNothingOfIt() {
        assertThat(POSTGRES.isPolar()).isFalse();
        assertThat(POSTGRES.warnings()).isEmpty();
        assertThat(faults(POSTGRES)).isEmpty();
    }

    @Test
    void aSlotThatSurvivesBothKindsOfSwitchIsWell() {
        assertThat(polar("on", "sync").warnings()).isEmpty();
    }

    @Test
    void aSlotThatIsNotOnTheSharedStorageIsTold() {
        assertThat(polar("off", "sync").warnings())
                .singleElement()
                .asString()
                .startsWith("polar_enable_persisted_logical_slot is off");
    }

    @Test
    void aSlotThatStaysInItsZoneIsTold() {
        assertThat(polar("on", "off").warnings())
                .singleElement()
                .asString()
                .startsWith("polar_failover_slot_mode is off");
        assertThat(polar("on", "async").warnings())
                .singleElement()
                .asString()
                .startsWith("polar_failover_slot_mode is async");
    }

    @Test
    void aHiddenModeIsUnknownAndNotTakenForGood() {
        assertThat(polar(null, null).warnings())
                .singleElement()
                .asString()
                .startsWith("PolarDB does not show polar_failover_slot_mode");
    }

    @Test
    void walsendersOfUsersWhoAreNoSuperusersHaveALimitOfTheirOwn() {
        assertThat(faults(new PolarTraits("2.0.15.2.0", "on", "sync", 32, 31, false, false, false, false)))
                .isEmpty();
        assertThat(faults(new PolarTraits("2.0.15.2.0", "on", "sync", 32, 32, true, false, false, false)))
                .isEmpty();
        assertThat(faults(new PolarTraits("2.0.15.2.0", "on", "sync", 32, 32, false, false, false, false)))
                .startsWith("SRC-331 Cannot follow the source: all 32 walsenders");
    }

    @Test
    void aLockedClusterTakesNoPublicationButCanBeFollowed() {
        PolarTraits locked = new PolarTraits("2.0.15.2.0", "on", "sync", 32, 1, false, true, true, false);

        assertThat(faults(locked)).isEmpty();
        assertThat(creationFaults(locked))
                .startsWith("SRC-333 Cannot create the publication")
                .contains("PolarDB locks a cluster whose disk is full");
        assertThat(locked.warnings())
                .singleElement()
                .asString()
                .contains("lets this user read only (polar_force_trans_ro_non_sup");
    }

    @Test
    void readOnlyTransactionsOfAPostgresAreAFaultToo() {
        assertThat(creationFaults(new PolarTraits(null, null, null, null, 0, false, true, false, false)))
                .startsWith("SRC-333")
                .contains("default_transaction_read_only");
    }

    @Test
    void distributedTablesAreRefused() {
        assertThat(faults(new PolarTraits("2.0.15.2.0", "on", "sync", 32, 1, false, false, false, true)))
                .startsWith("SRC-332 Cannot follow the source: it has distributed tables");
    }

    private static PolarTraits polar(@Nullable String persistedSlots, @Nullable String failoverMode) {
        return new PolarTraits("2.0.15.2.0", persistedSlots, failoverMode, 32, 1, false, false, false, false);
    }

    private static String faults(PolarTraits traits) {
        Problems problems = new Problems();
        traits.addFaults(problems);
        return String.join("\n", problems.lines());
    }

    private static String creationFaults(PolarTraits traits) {
        Problems problems = new Problems();
        traits.addCreationFaults(problems);
        return String.join("\n", problems.lines());
    }
}
