package io.sealane.source.fetch;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes on their way from the fetch task to Flink's output. The queue counts batches, and a batch of one row may have a
 * gigabyte; this keeps the memory of a reader bounded by a few large rows instead of by a queue full of them.
 *
 * <p>Thread-safe.
 */
public final class InFlight {
    private static final long MOST_BYTES = 32L << 20;

    private final AtomicLong bytes = new AtomicLong();

    /** Whether another batch may be sent: always if none is on its way. */
    boolean hasRoom() {
        return bytes.get() < MOST_BYTES;
    }

    void sent(long batchBytes) {
        bytes.addAndGet(batchBytes);
    }

    void emitted(long batchBytes) {
        bytes.addAndGet(-batchBytes);
    }
}
