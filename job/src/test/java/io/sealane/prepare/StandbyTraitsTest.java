package io.sealane.prepare;

import io.sealane.config.RateLimit;
import io.sealane.config.Secret;
import io.sealane.config.SourceConfig;
import io.sealane.config.WalLimit;
import io.sealane.model.Problems;
import io.sealane.prepare.StandbyTraits.PhysicalSlot;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class StandbyTraitsTest {
    private static final Map<String, PhysicalSlot> CONNECTED = Map.of("standby_1", new PhysicalSlot(true, true));
    private static final String ABOUT_STANDBYS = "What is set on a standby cannot be seen from the primary.";

    @Test
    void aServerWithoutStandbysIsWell() {
        assertThat(traits(160014, "", null, Map.of(), false, null).warnings(config(false)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "ANY 1 (*)", "FIRST 2 (\"a b\", Sealane)", "s1,sealane", "\"sealane\""})
    void synchronousNamesThatFitOurConnectionAreTold(String names) {
        assertThat(traits(160014, names, null, Map.of(), false, null).warnings(config(false)))
                .singleElement()
                .asString()
                .startsWith("synchronous_standby_names (" + names + ") fits sealane");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s1", "FIRST 1 (sealane_2, s1)", "ANY 1 (\"my sealane\", s2)", ""})
    void otherSynchronousNamesAreWell(String names) {
        assertThat(traits(160014, names, null, Map.of(), false, null).warnings(config(false)))
                .isEmpty();
    }

    @Test
    void failoverSlotsNeedSeventeen() {
        Problems problems = new Problems();
        traits(160014, "", null, Map.of(), null, null).addFaults(config(true), problems);
        traits(160014, "", null, Map.of(), null, null).addFaults(config(false), problems);
        traits(170010, "", "", Map.of(), null, null).addFaults(config(true), problems);

        assertThat(problems.lines())
                .singleElement()
                .asString()
                .startsWith(
                        "SRC-334 Cannot create the failover slot s: the source is PostgreSQL 16.14, and standbys take"
                                + " logical slots over since 17. Remove source.failover-slot");
    }

    @Test
    void whatCannotBeSeenIsSaid() {
        assertThat(traits(170010, "", "standby_1", CONNECTED, true, null).warnings(config(true)))
                .singleElement()
                .asString()
                .startsWith(ABOUT_STANDBYS)
                .contains("slot_name = 's'");
    }

    @Test
    void standbysThatChangesDoNotWaitForAreTold() {
        assertThat(traits(180004, "", "", CONNECTED, true, null).warnings(config(true)))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("synchronized_standby_slots is empty");
    }

    @Test
    void namedStandbysThatHoldUpChangesAreTold() {
        Map<String, PhysicalSlot> slots =
                Map.of("s1", new PhysicalSlot(false, true), "s2", new PhysicalSlot(true, false));

        List<String> warnings =
                traits(170010, "", "s0, s1, \"s2\"", slots, true, null).warnings(config(true));

        assertThat(warnings).hasSize(4);
        assertThat(warnings.get(0)).contains("names s0, which does not exist: no change reaches the target");
        assertThat(warnings.get(1)).contains("names s1, whose standby is not connected: no change reaches the target");
        assertThat(warnings.get(2)).startsWith("The standby of slot s2 sends no feedback");
        assertThat(warnings.get(3)).startsWith(ABOUT_STANDBYS);
    }

    @Test
    void aSlotThatStandbysDoNotTakeOverIsTold() {
        assertThat(traits(170010, "", "standby_1", CONNECTED, false, null).warnings(config(true)))
                .hasSize(2)
                .first()
                .asString()
                .contains("was not made as a failover slot")
                .contains("ALTER_REPLICATION_SLOT s (FAILOVER true)");
        assertThat(traits(170010, "", "standby_1", CONNECTED, false, null).warnings(config(false)))
                .singleElement()
                .asString()
                .contains("source.failover-slot is not set: a switchover ends the migration");
    }

    @Test
    void anIdleTimeoutIsTold() {
        assertThat(traits(180004, "", "", Map.of(), false, 600L).warnings(config(false)))
                .singleElement()
                .asString()
                .startsWith("idle_replication_slot_timeout is 10 min");
    }

    private static StandbyTraits traits(
            int version,
            String synchronousNames,
            @Nullable String synchronizedSlots,
            Map<String, PhysicalSlot> physical,
            @Nullable Boolean failover,
            @Nullable Long idle) {
        return new StandbyTraits(
                version,
                version / 10000 + "." + version % 10000,
                synchronousNames,
                synchronizedSlots,
                physical,
                failover,
                idle);
    }

    private static SourceConfig config(boolean failoverSlot) {
        return new SourceConfig(
                "h",
                5432,
                "d",
                "u",
                Secret.of("p"),
                "s",
                "p",
                Map.of(),
                1000,
                RateLimit.NONE,
                RateLimit.NONE,
                failoverSlot,
                WalLimit.NONE);
    }
}
