package io.sealane.source.postgres.wal;

import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class WalGrowthTest {
    private static final long MB = 1 << 20;

    @Test
    void aMinuteIsNeededToKnow() {
        assertThat(after(50, second -> second * MB).bytesPerSecond()).isEmpty();
        assertThat(after(60, second -> second * MB).bytesPerSecond()).isPresent();
        assertThat(new WalGrowth().bytesPerSecond()).isEmpty();
    }

    @Test
    void aSteadyRiseIsMeasured() {
        assertThat(after(600, second -> 7 * MB * second).bytesPerSecond().orElseThrow())
                .isEqualTo(7.0 * MB);
    }

    @Test
    void teethOfASawAreNoGrowth() {
        // 100 MB/s written, everything let go each 30 s
        assertThat(after(600, second -> second % 30 * 100 * MB).bytesPerSecond().orElseThrow())
                .isZero();
    }

    @Test
    void aRiseUnderTheTeethIsMeasured() {
        assertThat(after(600, second -> second % 30 * 100 * MB + second * MB)
                        .bytesPerSecond()
                        .orElseThrow())
                .isCloseTo(MB, within(0.01 * MB));
    }

    @Test
    void onlyTheLastMinutesCount() {
        assertThat(after(1200, second -> second < 600 ? second * MB : 600 * MB)
                        .bytesPerSecond()
                        .orElseThrow())
                .isZero();
    }

    @Test
    void whatIsLetGoIsNegativeGrowth() {
        assertThat(after(300, second -> (1000 - second) * MB).bytesPerSecond().orElseThrow())
                .isEqualTo(-1.0 * MB);
    }

    /** Looks each 10 s. */
    private static WalGrowth after(int seconds, LongUnaryOperator retained) {
        WalGrowth growth = new WalGrowth();
        for (long second = 0; second <= seconds; second += 10) {
            growth.add(second * 1_000_000_000, retained.applyAsLong(second));
        }
        return growth;
    }
}
