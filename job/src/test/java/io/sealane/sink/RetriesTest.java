package io.sealane.sink;

import io.sealane.oracle.ErrorClass;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RetriesTest {

    @Test
    void waitsDoubleUpToTheirLongestAndEnd() {
        Retries retries = new Retries(9, new SplittableRandom(1));
        long[] longest = {200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000};

        for (long expected : longest) {
            assertThat(retries.next(ErrorClass.CONNECTION))
                    .isBetween(Duration.ofMillis(expected / 2), Duration.ofMillis(expected));
            assertThat(retries.isExhausted()).isFalse();
        }

        retries.next(ErrorClass.CONNECTION);
        assertThat(retries.isExhausted()).isTrue();
    }

    @Test
    void missingSpaceIsWaitedForLonger() {
        assertThat(new Retries(9, new SplittableRandom(1)).next(ErrorClass.RESOURCE))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
}
