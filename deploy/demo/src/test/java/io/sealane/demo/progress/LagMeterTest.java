package io.sealane.demo.progress;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LagMeterTest {
    private final LagMeter meter = new LagMeter();

    @Test
    void lagIsTheAgeOfTheNewestMomentThatHasBeenAppliedWhole() {
        meter.measure(500, 0, millis(10_000));
        meter.measure(800, 0, millis(10_200));

        assertThat(meter.measure(900, 600, millis(10_500))).isEqualTo(new Lag(300, 500));
    }

    @Test
    void nothingAppliedYetIsAsOldAsTheFirstSighting() {
        meter.measure(500, 100, millis(1_000));

        assertThat(meter.measure(500, 100, millis(4_000))).isEqualTo(new Lag(400, 3_000));
    }

    @Test
    void everythingAppliedIsNoLag() {
        meter.measure(500, 100, millis(1_000));

        assertThat(meter.measure(700, 700, millis(2_000))).isEqualTo(new Lag(0, 0));
    }

    @Test
    void aTargetAheadOfTheSightingIsNoNegativeLag() {
        assertThat(meter.measure(500, 600, millis(1_000)).bytes()).isZero();
    }

    private static long millis(long millis) {
        return millis * 1_000_000;
    }
}
