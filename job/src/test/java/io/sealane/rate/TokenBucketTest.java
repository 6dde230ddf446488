package io.sealane.rate;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TokenBucketTest {
    private static final long MILLIS = 1_000_000;

    @Test
    void takeIsAllowedAtOnceAndPaidForAfterwards() {
        // Given
        TokenBucket bucket = new TokenBucket(100, 10, 0);
        // When
        bucket.take(40, 0);
        // Then
        assertThat(bucket.waitNanos(0)).isEqualTo(400 * MILLIS);
        assertThat(bucket.waitNanos(300 * MILLIS)).isEqualTo(100 * MILLIS);
        assertThat(bucket.waitNanos(400 * MILLIS)).isZero();
    }

    @Test
    void idleTimeGathersNoMoreThanTheBurst() {
        TokenBucket bucket = new TokenBucket(100, 10, 0);
        bucket.take(50, 60_000 * MILLIS);
        assertThat(bucket.waitNanos(60_000 * MILLIS)).isEqualTo(400 * MILLIS);
    }

    @Test
    void averageKeepsToTheRateWhateverTheAmounts() {
        TokenBucket bucket = new TokenBucket(1_000, 50, 0);
        long now = 0;
        long taken = 0;
        for (int i = 0; now < 10_000 * MILLIS; i++) {
            now += bucket.waitNanos(now);
            long amount = 1L + i * 37 % 400;
            bucket.take(amount, now);
            taken += amount;
        }
        // What the time allows, and at most the last amount and the burst on top.
        assertThat(taken - now / MILLIS).isBetween(0L, 450L);
    }

    @Test
    void zeroMeansNoLimit() {
        TokenBucket bucket = new TokenBucket(0, 0, 0);
        bucket.take(Long.MAX_VALUE, 0);
        assertThat(bucket.waitNanos(0)).isZero();
    }

    @Test
    void negativeRateIsRefused() {
        assertThatThrownBy(() -> new TokenBucket(-1, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1 a second");
    }
}
