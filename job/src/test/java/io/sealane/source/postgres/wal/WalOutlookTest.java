package io.sealane.source.postgres.wal;

import io.sealane.config.WalLimit;
import io.sealane.config.WalLimit.Action;
import io.sealane.model.Lsn;
import io.sealane.source.postgres.wal.WalOutlook.Level;
import java.time.Duration;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WalOutlookTest {
    private static final long GB = 1L << 30;
    private static final long MB = 1L << 20;
    private static final OptionalDouble UNKNOWN = OptionalDouble.empty();

    @Test
    void withoutALimitAllIsWellAndNothingIsLeftToCount() {
        WalOutlook outlook = WalOutlook.judge(retained(900 * GB), WalLimit.NONE, OptionalDouble.of(9.0 * GB));

        assertThat(outlook.level()).isEqualTo(Level.WELL);
        assertThat(outlook.bytesUntilLimit()).isEqualTo(WalOutlook.NONE);
        assertThat(outlook.secondsUntilLimit()).isEqualTo(WalOutlook.NONE);
        assertThat(outlook.text())
                .isEqualTo("The replication slot sealane_shop holds back 900 GB of WAL at the source, growing by"
                        + " 9216 MB/s.");
    }

    @Test
    void theUsersLimitIsNearOnceSoMuchOfItIsUsed() {
        assertThat(level(24 * GB, 0)).isEqualTo(Level.WELL);
        assertThat(level(25 * GB, 0)).isEqualTo(Level.NEAR);
        assertThat(level(50 * GB, 0)).isEqualTo(Level.NEAR);
        assertThat(level(50 * GB + 1, 0)).isEqualTo(Level.BEYOND);
    }

    @Test
    void aLimitIsNearWhenItWillBeReachedSoon() {
        // 40 GB left at 10 MB/s: 4,096 s
        assertThat(level(10 * GB, 10 * MB)).isEqualTo(Level.WELL);
        // at 12 MB/s: 3,413 s
        assertThat(level(10 * GB, 12 * MB)).isEqualTo(Level.NEAR);
        assertThat(level(10 * GB, -12 * MB)).isEqualTo(Level.WELL);
    }

    @Test
    void timeLeftIsWhatIsLeftByGrowth() {
        WalOutlook outlook = WalOutlook.judge(retained(30 * GB), limit(Action.DROP_SLOT), OptionalDouble.of(12.0 * MB));

        assertThat(outlook.bytesUntilLimit()).isEqualTo(20 * GB);
        assertThat(outlook.secondsUntilLimit()).isEqualTo(20 * 1024 / 12);
        assertThat(outlook.text())
                .startsWith(
                        "The replication slot sealane_shop holds back 30 GB of WAL at the source, growing by 12 MB/s;"
                                + " 20 GB left until source.wal-limit (50 GB): a running job drops the slot there and stops for"
                                + " good. Time left: about 28 min. See that the job runs");
    }

    @Test
    void whatDoesNotGrowHasNoTime() {
        assertThat(WalOutlook.judge(retained(30 * GB), limit(Action.ALARM), UNKNOWN)
                        .secondsUntilLimit())
                .isEqualTo(WalOutlook.NONE);
        assertThat(WalOutlook.judge(retained(30 * GB), limit(Action.ALARM), OptionalDouble.of(0))
                        .secondsUntilLimit())
                .isEqualTo(WalOutlook.NONE);
    }

    @Test
    void theNearerOfTwoLimitsCounts() {
        SlotWal wal = wal(10 * GB, "extended", 3 * GB, 13 * GB, null, null);

        WalOutlook outlook = WalOutlook.judge(wal, limit(Action.ALARM), UNKNOWN);

        assertThat(outlook.bytesUntilLimit()).isEqualTo(3 * GB);
        assertThat(outlook.level()).isEqualTo(Level.NEAR);
        assertThat(outlook.text())
                .contains("3072 MB left until max_slot_wal_keep_size (13 GB): the server takes the slot there")
                .contains("40 GB left until source.wal-limit (50 GB): nothing stops it there");
    }

    @Test
    void theServersLimitIsWatchedWithoutOneOfTheUsers() {
        assertThat(WalOutlook.judge(wal(GB, "reserved", 9 * GB, 10 * GB, null, null), WalLimit.NONE, UNKNOWN)
                        .level())
                .isEqualTo(Level.WELL);
        assertThat(WalOutlook.judge(wal(6 * GB, "extended", 4 * GB, 10 * GB, null, null), WalLimit.NONE, UNKNOWN)
                        .level())
                .isEqualTo(Level.NEAR);
    }

    @Test
    void anUnreservedSlotIsBeyondTheServersLimit() {
        WalOutlook outlook =
                WalOutlook.judge(wal(11 * GB, "unreserved", -GB, 10 * GB, null, null), WalLimit.NONE, UNKNOWN);

        assertThat(outlook.level()).isEqualTo(Level.BEYOND);
        assertThat(outlook.bytesUntilLimit()).isZero();
        assertThat(outlook.text())
                .contains("beyond max_slot_wal_keep_size (10 GB)")
                .contains("the server takes the slot at its next checkpoint");
    }

    @Test
    void aSlotThatNobodyReadsHasTheTimeThatTheServerGivesIt() {
        WalOutlook fresh = WalOutlook.judge(wal(MB, "reserved", null, null, 60L, 86_400L), WalLimit.NONE, UNKNOWN);
        WalOutlook old = WalOutlook.judge(wal(MB, "reserved", null, null, 83_000L, 86_400L), WalLimit.NONE, UNKNOWN);
        WalOutlook read = WalOutlook.judge(wal(MB, "reserved", null, null, null, 86_400L), WalLimit.NONE, UNKNOWN);

        assertThat(fresh.secondsUntilLimit()).isEqualTo(86_340);
        assertThat(fresh.level()).isEqualTo(Level.WELL);
        assertThat(old.level()).isEqualTo(Level.NEAR);
        assertThat(old.text())
                .contains("nobody has read it for 23 h, and the server takes it after 24 h")
                .contains("Time left: about 56 min.");
        assertThat(read.secondsUntilLimit()).isEqualTo(WalOutlook.NONE);
    }

    @Test
    void theEarlierOfTwoTimesCounts() {
        SlotWal wal = wal(30 * GB, "extended", null, null, 100L, 1_000L);

        assertThat(WalOutlook.judge(wal, limit(Action.ALARM), OptionalDouble.of(12.0 * MB))
                        .secondsUntilLimit())
                .isEqualTo(900);
        assertThat(WalOutlook.judge(wal, limit(Action.ALARM), OptionalDouble.of(120.0 * MB))
                        .secondsUntilLimit())
                .isEqualTo(170);
    }

    @Test
    void aLostSlotHoldsNothingBack() {
        SlotWal wal = new SlotWal("sealane_shop", "lost", new Lsn(GB), null, null, null, GB, null, null);

        WalOutlook outlook = WalOutlook.judge(wal, limit(Action.DROP_SLOT), UNKNOWN);

        assertThat(wal.retainedBytes()).isZero();
        assertThat(outlook.level()).isEqualTo(Level.LOST);
        assertThat(outlook.text())
                .contains("is lost: the server has removed WAL")
                .contains("sealane resnapshot --all-tables");
    }

    private static Level level(long retained, long growth) {
        return WalOutlook.judge(retained(retained), limit(Action.ALARM), OptionalDouble.of(growth))
                .level();
    }

    private static WalLimit limit(Action action) {
        return new WalLimit(50 * GB, action, 50, Duration.ofHours(1));
    }

    private static SlotWal retained(long bytes) {
        return wal(bytes, "extended", null, null, null, null);
    }

    private static SlotWal wal(
            long retained,
            String status,
            @Nullable Long safe,
            @Nullable Long serverLimit,
            @Nullable Long idle,
            @Nullable Long idleLimit) {
        Lsn end = new Lsn(retained + GB);
        return new SlotWal("sealane_shop", status, end, new Lsn(GB), new Lsn(GB), safe, serverLimit, idle, idleLimit);
    }
}
