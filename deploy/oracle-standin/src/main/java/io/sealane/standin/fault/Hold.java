package io.sealane.standin.fault;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Holds sessions at one point until it is released. Threadsafe. A held session keeps its transaction and its row locks,
 * even when its client has gone meanwhile.
 */
public final class Hold implements AutoCloseable {
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch reached = new CountDownLatch(1);
    private final AtomicInteger held = new AtomicInteger();

    Hold() {}

    void pass() {
        if (isReleased()) {
            return;
        }
        held.incrementAndGet();
        reached.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            held.decrementAndGet();
        }
    }

    boolean isReleased() {
        return released.getCount() == 0;
    }

    /** How many sessions are held now. */
    public int held() {
        return held.get();
    }

    /** Waits until a session is held, and says whether one was. */
    public boolean awaitHeld(Duration longest) throws InterruptedException {
        return reached.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Lets all held sessions go on, and holds no more. */
    public void release() {
        released.countDown();
    }

    @Override
    public void close() {
        release();
    }
}
