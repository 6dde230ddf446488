package io.sealane.chaos.job;

import io.sealane.config.RateLimit;

/** How fast a migration may copy and stream; a slow one is under way for long enough to be disturbed. */
public record Rates(RateLimit copy, RateLimit stream) {
    /** Rows a second; 0 for no limit. */
    public static Rates of(long copyRows, long streamRows) {
        return new Rates(new RateLimit(copyRows, 0), new RateLimit(streamRows, 0));
    }
}
