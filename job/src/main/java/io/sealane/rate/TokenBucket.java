package io.sealane.rate;

/**
 * A bucket that refills at a steady rate and may be overdrawn: what is wanted is taken at once, and the next taker waits
 * until the debt is paid. So an amount above the rate needs no special case, and the average never exceeds the rate.
 *
 * <p>With 100 a second and a burst of 10: a take of 50 from a full bucket leaves a debt of 40, and the next take may come
 * 400 ms later.
 *
 * <p>Not thread-safe. Times are nanoseconds of any clock that never goes back.
 */
public final class TokenBucket {
    private static final double NANOS_PER_SECOND = 1e9;

    private final double perNano;
    private final double burst;
    private double tokens;
    private long filledAt;

    /**
     * @param perSecond tokens added each second; 0 for a bucket that never makes anybody wait
     * @param burst tokens that gather while nobody takes any
     * @param now the time at which the bucket starts, empty
     */
    public TokenBucket(long perSecond, long burst, long now) {
        if (perSecond < 0 || burst < 0) {
            throw new IllegalArgumentException("Invalid bucket: " + perSecond + " a second, burst " + burst);
        }
        this.perNano = perSecond / NANOS_PER_SECOND;
        this.burst = burst;
        this.filledAt = now;
    }

    /** Nanoseconds until the next take is allowed; 0 for now. */
    public long waitNanos(long now) {
        if (perNano == 0) {
            return 0;
        }
        fill(now);
        return tokens >= 0 ? 0 : (long) Math.ceil(-tokens / perNano);
    }

    /** Takes {@code amount}, whatever is there. */
    public void take(long amount, long now) {
        if (perNano != 0) {
            fill(now);
            tokens -= amount;
        }
    }

    private void fill(long now) {
        tokens = Math.min(burst, tokens + (now - filledAt) * perNano);
        filledAt = now;
    }
}
