package io.sealane.fence;

import io.sealane.config.Mode;
import io.sealane.fence.Opening.Verdict;
import io.sealane.mapping.Lanes;
import io.sealane.model.Lsn;
import io.sealane.model.MigrationException;
import io.sealane.model.Position;
import io.sealane.model.TableId;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OpeningTest {
    private static final Lanes LANES = new Lanes(2);
    private static final Lsn START = new Lsn(0x1000);
    private static final Claim MINE = new Claim("job", 5, 1);

    /** Holder, whether its lease is live, and whether it keeps us out. */
    static Stream<Arguments> holders() {
        return Stream.of(
                Arguments.of(null, false, false),
                Arguments.of(new Claim("other", 0, 0), true, true),
                Arguments.of(new Claim("other", 0, 0), false, false),
                Arguments.of(new Claim("job", 5, 0), true, false),
                Arguments.of(new Claim("job", 5, 1), true, false),
                Arguments.of(new Claim("job", 5, 2), true, true),
                Arguments.of(new Claim("job", 5, 2), false, false),
                Arguments.of(new Claim("job", 4, 9), true, false),
                Arguments.of(new Claim("job", 6, 0), true, true));
    }

    @ParameterizedTest
    @MethodSource("holders")
    void liveLeaseOfAnotherJobOrALaterAttemptKeepsOut(@Nullable Claim holder, boolean live, boolean blocked) {
        Lease lease = holder == null ? null : new Lease(holder, Instant.EPOCH, live ? 10 : 0);

        Verdict verdict = opening(OptionalLong.of(5), List.of())
                .judge(
                        migration(MigrationState.RUNNING),
                        List.of(row(0, 3, 5, START, null), row(1, 7, 5, START, lease)),
                        null);

        assertThat(verdict)
                .isEqualTo(blocked && lease != null ? new Verdict.Wait(1, lease, true) : new Verdict.Take(8));
    }

    @Test
    void whoeverHasNotLaneZeroGives() {
        Lease others = new Lease(new Claim("other", 0, 0), Instant.EPOCH, 10);
        Lease mine = new Lease(MINE, Instant.EPOCH, 10);

        assertThat(waiting(mine, others)).isEqualTo(new Verdict.Wait(1, others, true));
        assertThat(waiting(null, others)).isEqualTo(new Verdict.Wait(1, others, true));
        assertThat(waiting(others, others)).isEqualTo(new Verdict.Wait(1, others, false));
    }

    private static Verdict waiting(@Nullable Lease ofLane0, Lease ofLane1) {
        return new Opening("m", MINE, OptionalLong.empty(), LANES, "routes", List.of(1), List.of())
                .judge(
                        migration(MigrationState.PREPARED),
                        List.of(row(0, 0, 0, START, ofLane0), row(1, 0, 0, START, ofLane1)),
                        null);
    }

    @Test
    void livingHolderOfAnotherJobIsFinalAndOfOurOwnIsNot() {
        assertThat(opening(OptionalLong.of(5), List.of()).refusedBy(new Claim("other", 0, 0)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("TGT-113");
        assertThat(opening(OptionalLong.of(5), List.of()).refusedBy(new Claim("job", 6, 0)))
                .isNotInstanceOf(RefusedException.class)
                .hasMessageContaining("TGT-117");
    }

    @Test
    void freshStartNeedsUntouchedFences() {
        Opening fresh = opening(OptionalLong.empty(), List.of());

        assertThat(fresh.judge(
                        migration(MigrationState.PREPARED),
                        List.of(row(0, 0, 0, START, null), row(1, 0, 0, START, null)),
                        null))
                .isEqualTo(new Verdict.Take(1));
        assertRefused(
                fresh,
                migration(MigrationState.RUNNING),
                List.of(row(0, 1, 0, START, null), row(1, 1, 0, new Lsn(0x1001), null)),
                "TGT-115");
    }

    /** The checkpoint's (generation, checkpoint), the row's, and whether the row has all that the checkpoint saw. */
    static Stream<Arguments> stamps() {
        return Stream.of(
                Arguments.of(1, 5, 1, 5, true),
                Arguments.of(1, 5, 1, 6, true),
                Arguments.of(1, 5, 1, 4, false),
                // Restored from 5, then checkpoint numbers are used again by generation 2.
                Arguments.of(1, 9, 2, 5, true),
                Arguments.of(2, 6, 1, 9, false),
                Arguments.of(2, 6, 2, 5, false));
    }

    @ParameterizedTest
    @MethodSource("stamps")
    void restoreNeedsRowsThatHaveSeenTheCheckpoint(
            long generation, long checkpoint, long rowGeneration, long rowCheckpoint, boolean fits) {
        Opening restored = opening(
                OptionalLong.of(checkpoint),
                List.of(new LaneStamp(1, "lineage", generation, checkpoint, Position.before(START))));
        List<FenceRow> rows = List.of(row(0, 1, 0, START, null), row(1, rowGeneration, rowCheckpoint, START, null));

        if (fits) {
            assertThat(restored.judge(migration(MigrationState.RUNNING), rows, null))
                    .isInstanceOf(Verdict.Take.class);
        } else {
            assertRefused(restored, migration(MigrationState.RUNNING), rows, "TGT-116");
        }
    }

    @Test
    void restoreOverAPositionThatWentBackIsRefused() {
        Opening restored = opening(
                OptionalLong.of(5), List.of(new LaneStamp(1, "lineage", 1, 5, new Position(new Lsn(0x2000), 3))));

        assertRefused(
                restored,
                migration(MigrationState.RUNNING),
                List.of(row(0, 1, 5, START, null), row(1, 1, 5, new Lsn(0x2000), null)),
                "TGT-116");
    }

    @Test
    void checkpointOfAnotherMigrationIsRefused() {
        Opening restored =
                opening(OptionalLong.of(5), List.of(new LaneStamp(1, "another lineage", 1, 5, Position.before(START))));

        assertRefused(
                restored,
                migration(MigrationState.RUNNING),
                List.of(row(0, 1, 5, START, null), row(1, 1, 5, START, null)),
                "TGT-121");
    }

    @Test
    void requestToCopyAgainAdmitsAFreshStartAndYoungerCheckpointsOnly() {
        List<FenceRow> rows = List.of(row(0, 8, 5, new Lsn(0x3000), null), row(1, 8, 5, new Lsn(0x2000), null));
        Recopy ready = new Recopy(7, true, List.of(new TableId("public", "orders")));
        RegisteredMigration running = migration(MigrationState.RUNNING);

        assertThat(opening(OptionalLong.empty(), List.of()).judge(running, rows, ready))
                .isEqualTo(new Verdict.Take(9));
        assertThat(opening(OptionalLong.of(5), stampOf(8)).judge(running, rows, ready))
                .isEqualTo(new Verdict.Take(9));
        assertThatThrownBy(() -> opening(OptionalLong.of(5), stampOf(7)).judge(running, rows, ready))
                .hasMessageContaining("TGT-120")
                .hasMessageContaining("public.orders");
        assertThatThrownBy(() -> opening(OptionalLong.empty(), List.of())
                        .judge(running, rows, new Recopy(7, false, ready.tables())))
                .hasMessageContaining("TGT-122");
        assertThat(Recopy.of(ready.rows())).contains(ready);
    }

    private static List<LaneStamp> stampOf(long generation) {
        return List.of(new LaneStamp(1, "lineage", generation, 5, Position.before(START)));
    }

    @Test
    void whatCannotBeOpenedIsToldApart() {
        Opening fresh = opening(OptionalLong.empty(), List.of());
        List<FenceRow> rows = List.of(row(0, 0, 0, START, null), row(1, 0, 0, START, null));

        assertRefused(fresh, null, rows, "TGT-110");
        assertRefused(
                fresh,
                new RegisteredMigration("m", "lineage", 2, "2/v0", Mode.FULL, "routes", START, MigrationState.PREPARED),
                rows,
                "TGT-111");
        assertRefused(
                fresh,
                new RegisteredMigration(
                        "m", "lineage", 2, LANES.fingerprint(), Mode.FULL, "others", START, MigrationState.PREPARED),
                rows,
                "TGT-124");
        assertRefused(fresh, migration(MigrationState.CLOSED), rows, "TGT-112");
        assertRefused(fresh, migration(MigrationState.PREPARED), List.of(row(0, 0, 0, START, null)), "TGT-114");
    }

    private static void assertRefused(
            Opening opening, @Nullable RegisteredMigration migration, List<FenceRow> rows, String code) {
        assertThatThrownBy(() -> opening.judge(migration, rows, null))
                .isInstanceOf(RefusedException.class)
                .extracting(thrown -> ((MigrationException) thrown).code())
                .isEqualTo(code);
    }

    private static Opening opening(OptionalLong restored, List<LaneStamp> stamps) {
        return new Opening("m", MINE, restored, LANES, "routes", List.of(0, 1), stamps);
    }

    private static RegisteredMigration migration(MigrationState state) {
        return new RegisteredMigration("m", "lineage", 2, LANES.fingerprint(), Mode.FULL, "routes", START, state);
    }

    private static FenceRow row(int lane, long generation, long checkpoint, Lsn lsn, @Nullable Lease lease) {
        return new FenceRow(lane, generation, "lineage", Position.before(lsn), 0, checkpoint, lease);
    }
}
