package io.sealane.rate;

import io.sealane.config.RateLimit;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RateLimiterTest {
    private long now;

    @Test
    void theLimitOfTheJobIsSharedByItsReaders() {
        assertThat(RateLimiter.share(new RateLimit(1_000, 0), 4)).isEqualTo(new RateLimit(250, 0));
        assertThat(RateLimiter.share(new RateLimit(3, 10_000), 4)).isEqualTo(new RateLimit(1, 2_500));
        assertThat(RateLimiter.share(RateLimit.NONE, 4)).isEqualTo(RateLimit.NONE);
    }

    @Test
    void theStricterOfRowsAndBytesHolds() {
        RateLimiter limiter = new RateLimiter(new RateLimit(100, 1_000), () -> now);
        limiter.take(10, 1_000);
        assertThat(limiter.waitNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void batchesAreShortUnderALimit() {
        RateLimiter limiter = new RateLimiter(new RateLimit(2_000, 0), () -> now);
        assertThat(limiter.batchRows(1_000)).isEqualTo(100);
        assertThat(limiter.batchBytes(1 << 20)).isEqualTo(1 << 20);
    }

    @Test
    void batchIsNeverEmpty() {
        assertThat(new RateLimiter(new RateLimit(1, 1), () -> now).batchRows(1_000))
                .isEqualTo(1);
    }

    @Test
    void aChangedLimitHoldsAtOnce() {
        // Given
        RateLimiter limiter = new RateLimiter(new RateLimit(1, 0), () -> now);
        limiter.take(1_000, 0);
        // When
        limiter.change(RateLimit.NONE);
        // Then
        assertThat(limiter.waitNanos()).isZero();
        assertThat(limiter.batchRows(1_000)).isEqualTo(1_000);
    }
}
