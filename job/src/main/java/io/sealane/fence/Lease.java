package io.sealane.fence;

import java.time.Instant;

/**
 * A claim and until when its holder is taken to be alive. Every transaction of the holder moves it on.
 *
 * @param until by the target's clock
 * @param leftMillis from the moment of reading to {@code until}; 0 or less when it has run out
 */
public record Lease(Claim holder, Instant until, long leftMillis) {
    boolean isLive() {
        return leftMillis > 0;
    }
}
