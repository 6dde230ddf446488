package io.sealane.source.fetch;

import io.debezium.connector.base.ChangeEventQueue;
import io.debezium.pipeline.DataChangeEvent;
import io.sealane.rate.RateLimiter;
import io.sealane.source.event.BatchLimit;
import io.sealane.source.event.EventBatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * The way from a fetch task's thread into the reader's queue, at no more than the limited rate.
 *
 * <p>The rate is limited here, in front of the queue, and not at the reader's exit: a pause costs nothing here (COPY is held
 * back by TCP, the change stream goes on sending status updates), while Flink's task thread stays free for checkpoints. The
 * queue holds few batches and a limited batch is short ({@link RateLimiter#batchRows}), so what has gathered in it during a
 * stall downstream is soon gone.
 *
 * <p>It waits outside the queue: nothing wakes a thread that is blocked inside, and a closing reader would wait for it.
 * Confined to the fetch task's thread.
 *
 * @param <E> what can go wrong in the task's chore
 */
final class Outlet<E extends Exception> {
    /**
     * What the task has to do while it waits; done every few milliseconds.
     *
     * @param <E> what can go wrong
     */
    @FunctionalInterface
    interface Chore<E extends Exception> {
        /** @throws InterruptedException if the task is to stop */
        void run() throws E, InterruptedException;
    }

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final ChangeEventQueue<DataChangeEvent> queue;
    private final RateLimiter limiter;
    private final ReaderMetrics metrics;
    private final InFlight inFlight;
    private final Chore<E> whileWaiting;

    Outlet(ChangeEventQueue<DataChangeEvent> queue, RateLimiter limiter, ReaderScope scope, Chore<E> whileWaiting) {
        this.queue = queue;
        this.limiter = limiter;
        this.metrics = scope.metrics();
        this.inFlight = scope.inFlight();
        this.whileWaiting = whileWaiting;
    }

    /** How large a batch may be now. */
    BatchLimit batchLimit() {
        return new BatchLimit(
                limiter.batchRows(BatchLimit.DEFAULT.rows()), limiter.batchBytes(BatchLimit.DEFAULT.bytes()));
    }

    /** Waits for the rate and for room, then hands over {@code element}, which carries {@code batch}. */
    void send(EventBatch batch, SourceRecord element) throws E, InterruptedException {
        if (batch.rows() > 0 || batch.bytes() > 0) {
            awaitRate();
            limiter.take(batch.rows(), batch.bytes());
        }
        send(element);
        inFlight.sent(batch.bytes());
    }

    /** Waits for room, then hands over {@code element}. */
    void send(SourceRecord element) throws E, InterruptedException {
        while (queue.remainingCapacity() <= 0 || !inFlight.hasRoom()) {
            whileWaiting.run();
            TimeUnit.NANOSECONDS.sleep(PAUSE_NANOS);
        }
        queue.enqueue(new DataChangeEvent(element));
    }

    private void awaitRate() throws E, InterruptedException {
        long began = System.nanoTime();
        boolean waited = false;
        for (long wait = limiter.waitNanos(); wait > 0; wait = limiter.waitNanos()) {
            whileWaiting.run();
            TimeUnit.NANOSECONDS.sleep(Math.min(wait, LONGEST_PAUSE_NANOS));
            waited = true;
        }
        if (waited) {
            metrics.waitedForRate(System.nanoTime() - began);
        }
    }
}
