package io.sealane.sink;

import io.sealane.oracle.ErrorClass;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a transaction is begun again: doubling, with jitter so that the writers that one fault hit do
 * not come back at one moment.
 *
 * <p>Worked: CONNECTION waits about 0.2 0.4 0.8 1.6 3.2 6.4 10 10 10 s, some 40 s in all; RESOURCE 2 4 8 … 60 s, some
 * 5 minutes. Then the writer fails, and the job's restart strategy takes over.
 */
final class Retries {
    private final int limit;
    private final RandomGenerator random;
    private int tries = 1;

    Retries(int limit, RandomGenerator random) {
        this.limit = limit;
        this.random = random;
    }

    /** How often it has been tried, the first time included. */
    int tries() {
        return tries;
    }

    boolean isExhausted() {
        return tries > limit;
    }

    /** Counts a failed try and gives the wait before the next. */
    Duration next(ErrorClass fault) {
        long first = fault == ErrorClass.RESOURCE ? 2_000 : fault == ErrorClass.CONNECTION ? 200 : 50;
        long longest = fault == ErrorClass.RESOURCE ? 60_000 : fault == ErrorClass.CONNECTION ? 10_000 : 2_000;
        long wait = Math.min(longest, first << Math.min(tries - 1, 20));
        tries++;
        return Duration.ofMillis(wait / 2 + random.nextLong(wait / 2 + 1));
    }
}
