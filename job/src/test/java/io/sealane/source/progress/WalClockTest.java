package io.sealane.source.progress;

import io.sealane.model.Lsn;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WalClockTest {
    private final WalClock clock = new WalClock();

    @Test
    void betweenTwoLooksTheAgeIsByProportion() {
        clock.reached(new Lsn(1_000), 10_000);
        clock.reached(new Lsn(3_000), 12_000);

        assertThat(clock.ageMillis(new Lsn(1_500), 15_000)).isEqualTo(4_500);
    }

    @Test
    void whileTheWalStoodStillNothingWasMissed() {
        clock.reached(new Lsn(1_000), 10_000);
        clock.reached(new Lsn(1_000), 90_000);
        clock.reached(new Lsn(1_200), 92_000);

        assertThat(clock.ageMillis(new Lsn(1_000), 93_000)).isEqualTo(3_000);
    }

    @Test
    void aStreamThatStandsStillFallsBehindAsTimeGoes() {
        clock.reached(new Lsn(1_000), 10_000);
        clock.reached(new Lsn(2_000), 12_000);

        assertThat(clock.ageMillis(new Lsn(1_000), 20_000)).isEqualTo(10_000);
        assertThat(clock.ageMillis(new Lsn(1_000), 80_000)).isEqualTo(70_000);
    }

    @Test
    void aBacklogFromBeforeTheStartIsAsOldAsTheCommitThatGoesBy() {
        clock.reached(new Lsn(9_000), 7_200_000);
        assertThat(clock.ageMillis(new Lsn(1_000), 7_201_000))
                .as("not known yet: at least since the start")
                .isEqualTo(1_000);

        clock.reached(new Lsn(1_010), 1_000);

        assertThat(clock.ageMillis(new Lsn(1_010), 7_202_000)).isEqualTo(7_201_000);
    }

    @Test
    void aLongCopyStaysExactInFrontAndBoundedInSize() {
        for (int i = 0; i < 100_000; i++) {
            clock.reached(new Lsn(1_000 + i), 2_000L * i);
        }

        assertThat(clock.size()).isLessThanOrEqualTo(2_048);
        assertThat(clock.ageMillis(new Lsn(1_000), 200_000_000)).isEqualTo(200_000_000);
        assertThat(clock.ageMillis(new Lsn(51_000), 200_000_000)).isBetween(99_000_000L, 101_000_000L);
        assertThat(clock.ageMillis(new Lsn(100_999), 200_000_000)).isEqualTo(2_000);
        assertThat(clock.size()).as("what is applied is forgotten").isEqualTo(1);
    }
}
