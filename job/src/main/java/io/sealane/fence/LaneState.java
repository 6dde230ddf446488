package io.sealane.fence;

import io.sealane.model.LaneEvent;
import io.sealane.model.Lsn;
import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.model.Position;

/**
 * A lane while a writer holds it: what has been accepted, and how much of that is known to be committed.
 *
 * <pre>
 *  committed ≤ accepted          an event at or below accepted is skipped; a flush makes committed = accepted
 *  ────┬──────────┬────────▶
 *      fence row  held in the buffer up to here
 * </pre>
 *
 * <p>Not thread-safe; belongs to the writer.
 */
public final class LaneState {
    private final int lane;
    private final String lineage;
    private Position accepted;
    private Position committed;
    private long committedFlush;
    private boolean attached;

    /** A lane as it was found when it was opened. */
    public LaneState(FenceRow row) {
        this.lane = row.lane();
        this.lineage = row.lineage();
        this.accepted = row.position();
        this.committed = row.position();
    }

    public int lane() {
        return lane;
    }

    public String lineage() {
        return lineage;
    }

    public Position accepted() {
        return accepted;
    }

    public Position committed() {
        return committed;
    }

    public long committedFlush() {
        return committedFlush;
    }

    /** Whether something was accepted that is not committed. */
    public boolean isBehind() {
        return accepted.isAfter(committed);
    }

    /**
     * The stream reader attached: what it sends must be of the lineage that the fence counts in, and must leave no gap
     * behind it.
     *
     * @throws RefusedException if either does not hold
     */
    public void attach(LaneEvent.Open open) {
        if (!open.lineage().equals(lineage)) {
            throw new RefusedException(
                    Kind.SOURCE,
                    "SRC-151",
                    "Cannot apply changes: the reader is attached to [" + open.lineage() + "] and lane " + lane
                            + " has applied changes of [" + lineage
                            + "]. Positions of one say nothing in the other. Point"
                            + " the job at the source it was prepared for, or prepare a new migration.");
        }
        if (Position.before(open.start()).isAfter(accepted)) {
            throw new RefusedException(
                    Kind.SOURCE,
                    "SRC-152",
                    "Cannot apply changes: the stream starts at " + open.start() + " and lane " + lane
                            + " has applied changes up to " + accepted
                            + ", so those between are lost to this job. Restore"
                            + " an older checkpoint if the slot still holds them, or stop the job and run `sealane"
                            + " resnapshot`.");
        }
        attached = true;
    }

    /** Whether the event at {@code position} is new. */
    public boolean isNew(Position position) {
        return position.isAfter(accepted);
    }

    /** Whether the event at {@code position} is new; if so it counts as accepted from now on. */
    public boolean accept(Position position) {
        requireAttached("A change at " + position);
        if (!isNew(position)) {
            return false;
        }
        accepted = position;
        return true;
    }

    /** Everything committed before {@code lsn} has been sent. */
    public void mark(Lsn lsn) {
        requireAttached("A mark at " + lsn);
        Position position = Position.before(lsn);
        if (position.isAfter(accepted)) {
            accepted = position;
        }
    }

    /**
     * A copied row may meet a lane that has changes in it, where a table is copied again; it was then read after all of them
     * had become visible. Once the reader has attached, changes that are newer than the row may have been applied.
     */
    public void requireCopying() {
        if (attached) {
            throw new MigrationException(
                    Kind.BUG,
                    "BUG-161",
                    "A copied row arrived at lane " + lane + " behind the changes, which are applied up to " + accepted
                            + ". Report this with the job's log.");
        }
    }

    /** The flush that carried everything accepted is known to be committed. */
    public void committed(long flush) {
        committed = accepted;
        committedFlush = flush;
    }

    /**
     * What does the fence row, found and locked after the session was lost, say about the flush that was under way?
     *
     * @param generation the writer's
     * @param flush number of the flush under way
     */
    public Finding judge(FenceRow found, long generation, long flush) {
        if (found.generation() > generation) {
            return Finding.TAKEN_OVER;
        }
        if (found.generation() < generation
                || found.flush() < committedFlush
                || committed.isAfter(found.position())
                || !found.lineage().equals(lineage)) {
            return Finding.TARGET_LOST;
        }
        if (found.flush() == flush && found.position().equals(accepted)) {
            return Finding.COMMITTED;
        }
        return found.flush() == committedFlush && found.position().equals(committed)
                ? Finding.NOT_COMMITTED
                : Finding.CHANGED_BY_OTHERS;
    }

    /** What a fence row says about the flush under way. */
    public enum Finding {
        COMMITTED,
        NOT_COMMITTED,
        /** A newer writer holds the lane. */
        TAKEN_OVER,
        /** The row is behind a commit that this writer knows of. */
        TARGET_LOST,
        /** The row is where nothing that writes it by these rules can have put it. */
        CHANGED_BY_OTHERS
    }

    private void requireAttached(String what) {
        if (!attached) {
            throw new MigrationException(
                    Kind.BUG,
                    "BUG-162",
                    what + " arrived at lane " + lane + " before the reader said what its positions are relative to."
                            + " Report this with the job's log.");
        }
    }
}
