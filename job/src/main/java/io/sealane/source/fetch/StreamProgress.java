package io.sealane.source.fetch;

import io.sealane.model.Lsn;
import io.sealane.source.split.StreamPosition;
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
    private int timeline;
    private boolean anyCompleted;

    /** @param restorable how many completed checkpoints must stay restorable, at least 1 */
    public StreamProgress(int restorable) {
        this.restorable = restorable;
    }

    /** A checkpoint has completed that holds the stream split at {@code position}. */
    public synchronized void checkpointCompleted(StreamPosition position) {
        timeline = position.known().timeline();
        completed.addLast(position.lsn());
        if (completed.size() > restorable) {
            completed.removeFirst();
        }
    }

    /** Whether the stream split is safe in a checkpoint that was taken after this reader got it. */
    synchronized boolean isHeldByCheckpoint() {
        return !completed.isEmpty();
    }

    /** Whether the last checkpoint that has completed knows the stream to be on {@code found}. */
    synchronized boolean knowsTimeline(int found) {
        return timeline == found;
    }

    /** A checkpoint has completed that was taken in this attempt. */
    public synchronized void checkpointCompleted() {
        anyCompleted = true;
    }

    /** Whether all tasks of this attempt are known to have begun: every writer holds its lanes. */
    synchronized boolean isAttemptComplete() {
        return anyCompleted;
    }

    /** What the source may forget; null if nothing. */
    synchronized @Nullable Lsn acknowledgeable() {
        return completed.size() < restorable ? null : completed.peekFirst();
    }
}
