package io.sealane.fence;

import io.sealane.fence.LaneState.Finding;
import io.sealane.model.LaneEvent;
import io.sealane.model.Lsn;
import io.sealane.model.MigrationException;
import io.sealane.model.Position;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HeldLanesTest {
    private static final long GENERATION = 4;
    private static final String LINEAGE = "lineage";
    private static final Lsn START = new Lsn(0x1000);

    private final HeldLanes held = new HeldLanes(
            "m",
            GENERATION,
            List.of(0, 1),
            List.of(row(0, GENERATION, 0, 0x1000, 0), row(1, GENERATION, 0, 0x1000, 0), row(2, 9, 9, 0x9000, 0)));
    private final LaneState lane = held.lane(0);

    @BeforeEach
    void attach() {
        lane.attach(new LaneEvent.Open(0, LINEAGE, START, START));
    }

    @Test
    void eventIsAcceptedOnceAndInOrder() {
        assertThat(lane.accept(at(0x1000, 1))).isTrue();
        assertThat(lane.accept(at(0x1000, 1))).isFalse();
        assertThat(lane.accept(at(0x1000, 2))).isTrue();
        assertThat(lane.accept(at(0x2000, 1))).isTrue();
        assertThat(lane.accept(at(0x1000, 3))).isFalse();
        assertThat(lane.accepted()).isEqualTo(at(0x2000, 1));
        assertThat(lane.committed()).isEqualTo(at(0x1000, 0));
    }

    @Test
    void markStandsBeforeTheTransactionOfItsPositionAndNeverGoesBack() {
        lane.accept(at(0x2000, 5));
        lane.mark(new Lsn(0x2000));
        assertThat(lane.accepted()).isEqualTo(at(0x2000, 5));

        lane.mark(new Lsn(0x3000));

        assertThat(lane.accept(at(0x2000, 6))).isFalse();
        assertThat(lane.accept(at(0x3000, 1))).isTrue();
    }

    @Test
    void changeBeforeTheReaderAttachedIsABug() {
        assertThatThrownBy(() -> held.lane(1).accept(at(0x2000, 1)))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("BUG-162");
        assertThatThrownBy(() -> held.lane(1).mark(new Lsn(0x2000))).hasMessageContaining("BUG-162");
    }

    @Test
    void copiedRowBehindTheReadersOpeningIsABug() {
        held.lane(1).requireCopying();

        assertThatThrownBy(lane::requireCopying).hasMessageContaining("BUG-161");
    }

    @Test
    void eventOfAnotherWritersLaneIsABug() {
        assertThatThrownBy(() -> held.lane(2)).hasMessageContaining("BUG-163").hasMessageContaining("[0, 1]");
    }

    @Test
    void reattachingReaderMayStartAtWhatWasAcceptedButNotBeyond() {
        lane.accept(at(0x2000, 5));

        lane.attach(new LaneEvent.Open(0, LINEAGE, new Lsn(0x2000), START));

        assertThatThrownBy(() -> lane.attach(new LaneEvent.Open(0, LINEAGE, new Lsn(0x2001), START)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("SRC-152");
        assertThatThrownBy(() -> lane.attach(new LaneEvent.Open(0, "other", START, START)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("SRC-151");
    }

    /**
     * Lane 0 has committed flush 2 at (0x2000, 1) and has flush 3 to (0x3000, 1) under way; lane 1 was not touched since
     * flush 2. What is found of lane 0, then of lane 1.
     */
    static Stream<Arguments> found() {
        return Stream.of(
                Arguments.of(row(0, 4, 3, 0x3000, 1), row(1, 4, 2, 0x2000, 0), Finding.COMMITTED),
                Arguments.of(row(0, 4, 2, 0x2000, 1), row(1, 4, 2, 0x2000, 0), Finding.NOT_COMMITTED),
                Arguments.of(row(0, 5, 0, 0x2000, 1), row(1, 4, 2, 0x2000, 0), Finding.TAKEN_OVER),
                Arguments.of(row(0, 4, 3, 0x3000, 1), row(1, 5, 0, 0x2000, 0), Finding.TAKEN_OVER),
                Arguments.of(row(0, 4, 1, 0x1800, 0), row(1, 4, 2, 0x2000, 0), Finding.TARGET_LOST),
                Arguments.of(row(0, 3, 9, 0x2000, 1), row(1, 4, 2, 0x2000, 0), Finding.TARGET_LOST),
                Arguments.of(row(0, 4, 3, 0x3000, 1), row(1, 4, 1, 0x1000, 0), Finding.TARGET_LOST),
                Arguments.of(row(0, 4, 3, 0x3000, 1), row(2, 4, 2, 0x2000, 0), Finding.TARGET_LOST),
                Arguments.of(row(0, 4, 2, 0x2800, 0), row(1, 4, 2, 0x2000, 0), Finding.CHANGED_BY_OTHERS));
    }

    @ParameterizedTest
    @MethodSource("found")
    void fenceFoundAfterReconnectTellsWhatTheCommitDid(FenceRow first, FenceRow second, Finding expected) {
        held.lane(1).attach(new LaneEvent.Open(1, LINEAGE, START, START));
        lane.accept(at(0x2000, 1));
        held.lane(1).mark(new Lsn(0x2000));
        held.all().forEach(each -> each.committed(2));
        lane.accept(at(0x3000, 1));

        assertThat(held.judge(List.of(first, second), held.behind(), 3)).isEqualTo(expected);
    }

    @Test
    void copyThatMovedNoPositionIsToldByTheFlushNumber() {
        List<LaneState> touched = List.of(lane);
        FenceRow untouched = row(1, GENERATION, 0, 0x1000, 0);

        assertThat(held.judge(List.of(row(0, GENERATION, 1, 0x1000, 0), untouched), touched, 1))
                .isEqualTo(Finding.COMMITTED);
        assertThat(held.judge(List.of(row(0, GENERATION, 0, 0x1000, 0), untouched), touched, 1))
                .isEqualTo(Finding.NOT_COMMITTED);
    }

    @Test
    void stampsRememberWhatIsCommitted() {
        lane.accept(at(0x2000, 1));
        lane.committed(1);

        assertThat(held.stamps(7))
                .containsExactly(
                        new LaneStamp(0, LINEAGE, GENERATION, 7, at(0x2000, 1)),
                        new LaneStamp(1, LINEAGE, GENERATION, 7, at(0x1000, 0)));
    }

    private static Position at(long lsn, long ordinal) {
        return new Position(new Lsn(lsn), ordinal);
    }

    private static FenceRow row(int lane, long generation, long flush, long lsn, long ordinal) {
        return new FenceRow(lane, generation, LINEAGE, at(lsn, ordinal), flush, 0, null);
    }
}
