package io.sealane.demo.progress;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RateMeterTest {
    private static final long SECOND = 1_000_000_000;

    private final RateMeter meter = new RateMeter();

    @Test
    void growthIsMeasuredOverTheLastThreeSeconds() {
        meter.perSecond(0, 0);
        meter.perSecond(9_000, SECOND);
        meter.perSecond(10_000, 2 * SECOND);

        assertThat(meter.perSecond(12_000, 4 * SECOND)).isEqualTo(1_000);
    }

    @Test
    void oneReadingIsNoRate() {
        assertThat(meter.perSecond(5, 7)).isZero();
    }

    @Test
    void aShrinkingCountIsNoRate() {
        meter.perSecond(100, 0);

        assertThat(meter.perSecond(50, SECOND)).isZero();
    }
}
