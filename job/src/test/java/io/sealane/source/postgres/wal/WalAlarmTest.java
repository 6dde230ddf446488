package io.sealane.source.postgres.wal;

import io.sealane.source.postgres.wal.WalOutlook.Level;
import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WalAlarmTest {
    private final WalAlarm alarm = new WalAlarm();

    @Test
    void whatIsWellIsNotTold() {
        assertThat(told(Level.WELL, 0)).isFalse();
        assertThat(told(Level.WELL, 60)).isFalse();
    }

    @Test
    void eachStepForTheWorseIsToldAtOnce() {
        assertThat(told(Level.NEAR, 1)).isTrue();
        assertThat(told(Level.BEYOND, 2)).isTrue();
        assertThat(told(Level.LOST, 3)).isTrue();
    }

    @Test
    void whatStaysBadIsToldEachTenMinutes() {
        assertThat(told(Level.NEAR, 1)).isTrue();
        assertThat(told(Level.NEAR, 2)).isFalse();
        assertThat(told(Level.NEAR, 10)).isFalse();
        assertThat(told(Level.NEAR, 11)).isTrue();
        assertThat(told(Level.NEAR, 12)).isFalse();
    }

    @Test
    void waveringAroundAThresholdIsToldOnce() {
        assertThat(told(Level.NEAR, 1)).isTrue();
        assertThat(told(Level.WELL, 2)).isFalse();
        assertThat(told(Level.NEAR, 3)).isFalse();
    }

    @Test
    void whatWasWellForLongIsToldAnew() {
        assertThat(told(Level.NEAR, 1)).isTrue();
        assertThat(told(Level.WELL, 12)).isFalse();
        assertThat(told(Level.NEAR, 13)).isTrue();
    }

    private boolean told(Level level, int minute) {
        return alarm.isDue(level, Duration.ofMinutes(minute).toNanos());
    }
}
