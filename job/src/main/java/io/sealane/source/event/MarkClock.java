package io.sealane.source.event;

import io.sealane.model.Lsn;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When the next marks are due: one for each lane is much for a small transaction, so they come at a bounded rate.
 *
 * <p>Confined to the stream task's thread.
 */
public final class MarkClock {
    public static final Duration INTERVAL = Duration.ofMillis(200);

    private final LongSupplier nanoClock;
    private final LongSupplier epochMicros;
    private long nextNanos;
    private Lsn marked = Lsn.ZERO;

    /**
     * @param nanoClock never goes back
     * @param epochMicros microseconds since 1970 UTC
     */
    public MarkClock(LongSupplier nanoClock, LongSupplier epochMicros) {
        this.nanoClock = nanoClock;
        this.epochMicros = epochMicros;
        this.nextNanos = nanoClock.getAsLong();
    }

    /** Whether {@code position} is news and the last marks are long enough ago. */
    public boolean isDueAt(Lsn position) {
        return position.isAfter(marked) && nanoClock.getAsLong() - nextNanos >= 0;
    }

    public void markedAt(Lsn position) {
        marked = position;
        nextNanos = nanoClock.getAsLong() + INTERVAL.toNanos();
    }

    long nowMicros() {
        return epochMicros.getAsLong();
    }
}
