package io.sealane.rate;

import io.sealane.config.RateLimit;
import java.util.function.LongSupplier;

/**
 * Holds one reader to its share of a {@link RateLimit}, in rows and in bytes.
 *
 * <p>Thread-safe: one thread asks and takes, any other may {@link #change} the limit meanwhile. It never waits itself.
 */
public final class RateLimiter {
    /** A batch is at most what the limit allows in a 20th of a second, so that output is even and bursts are short. */
    private static final int BATCHES_PER_SECOND = 20;

    private final LongSupplier nanoClock;
    private RateLimit limit;
    private TokenBucket rows;
    private TokenBucket bytes;

    public RateLimiter(RateLimit limit, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.limit = limit;
        long now = nanoClock.getAsLong();
        this.rows = bucket(limit.rowsPerSecond(), now);
        this.bytes = bucket(limit.bytesPerSecond(), now);
    }

    /**
     * What each of {@code readers} may do so that together they keep to {@code limit}. The one place where a limit of the
     * job becomes a limit of a reader.
     */
    public static RateLimit share(RateLimit limit, int readers) {
        return new RateLimit(part(limit.rowsPerSecond(), readers), part(limit.bytesPerSecond(), readers));
    }

    private static long part(long whole, int readers) {
        return whole == 0 ? 0 : Math.max(1, whole / readers);
    }

    /** From now on {@code newLimit} holds; what is owed under the old one is forgiven. */
    public synchronized void change(RateLimit newLimit) {
        long now = nanoClock.getAsLong();
        limit = newLimit;
        rows = bucket(newLimit.rowsPerSecond(), now);
        bytes = bucket(newLimit.bytesPerSecond(), now);
    }

    /** Nanoseconds until the next batch is allowed; 0 for now. */
    public synchronized long waitNanos() {
        long now = nanoClock.getAsLong();
        return Math.max(rows.waitNanos(now), bytes.waitNanos(now));
    }

    /** Counts a batch that was let through. */
    public synchronized void take(long takenRows, long takenBytes) {
        long now = nanoClock.getAsLong();
        rows.take(takenRows, now);
        bytes.take(takenBytes, now);
    }

    /** Rows of a batch under this limit: {@code most}, or fewer. */
    public synchronized int batchRows(int most) {
        return (int) batch(limit.rowsPerSecond(), most);
    }

    /** Bytes of a batch under this limit: {@code most}, or fewer. */
    public synchronized long batchBytes(long most) {
        return batch(limit.bytesPerSecond(), most);
    }

    private static long batch(long perSecond, long most) {
        return perSecond == 0 ? most : Math.max(1, Math.min(most, perSecond / BATCHES_PER_SECOND));
    }

    private static TokenBucket bucket(long perSecond, long now) {
        return new TokenBucket(perSecond, perSecond / BATCHES_PER_SECOND, now);
    }
}
