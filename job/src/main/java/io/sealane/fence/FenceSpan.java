package io.sealane.fence;

import io.sealane.model.Lsn;
import io.sealane.model.Position;

/**
 * All fences of a migration in one look, from outside the writers.
 *
 * @param lanes fence rows found
 * @param lowest every change up to here is in the target, whatever its lane; ({@link Lsn#ZERO}, 0) without rows
 * @param highest no change beyond here is in the target; the same without rows
 */
public record FenceSpan(int lanes, Position lowest, Position highest) {
    /** Of a migration that has no fence rows. */
    public static final FenceSpan NONE = new FenceSpan(0, Position.before(Lsn.ZERO), Position.before(Lsn.ZERO));

    /** This span with one more row in it. */
    public FenceSpan with(Position fence) {
        return new FenceSpan(
                lanes + 1,
                lanes == 0 || lowest.isAfter(fence) ? fence : lowest,
                lanes == 0 || fence.isAfter(highest) ? fence : highest);
    }

    /** A history that contains everything applied reaches at least to here; a commit record is longer than a byte. */
    public Lsn furthest() {
        Lsn lsn = highest.commitLsn();
        return highest.ordinal() == 0 ? lsn : new Lsn(lsn.value() + 1);
    }
}
