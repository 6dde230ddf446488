package io.sealane.source.fetch;

import io.sealane.model.Lsn;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What completed checkpoints allow the stream task: to emit, and to acknowledge.
 *
 * <p>The slot is acknowledged up to the oldest of the last few completed checkpoints, so that each of these can still be
 * restored. Thread-safe: told by Flink's task thread, asked by the stream's.
 */
public final class StreamProgress {
    private final int restorable;
    private final Deque<Lsn> completed = new ArrayDeque<>();

    /** @param restorable how many completed checkpoints must stay restorable, at least 1 */
    public StreamProgress(int restorable) {
        this.restorable = restorable;
    }

    /** A checkpoint has completed that holds the stream split at {@code position}. */
    public synchronized void checkpointCompleted(Lsn position) {
        completed.addLast(position);
        if (completed.size() > restorable) {
            completed.removeFirst();
        }
    }

    /** Whether the stream split is safe in a checkpoint that was taken after this reader got it. */
    synchronized boolean isHeldByCheckpoint() {
        return !completed.isEmpty();
    }

    /** What the source may forget; null if nothing. */
    synchronized @Nullable Lsn acknowledgeable() {
        return completed.size() < restorable ? null : completed.peekFirst();
    }
}
