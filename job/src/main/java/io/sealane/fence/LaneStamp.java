package io.sealane.fence;

import io.sealane.model.Position;

/**
 * What a checkpoint remembers of a lane's fence. A restore compares it with the fence row, in whichever writer it lands:
 * a row behind it means that the target has lost what the checkpoint counts on.
 *
 * <p>Generation first, then checkpoint: after a restore from an older checkpoint its numbers are used again, by a higher
 * generation.
 */
public record LaneStamp(int lane, String lineage, long generation, long checkpoint, Position position) {

    /** Whether the row has all that this stamp has seen in it. */
    boolean isWithin(FenceRow row) {
        boolean stamped =
                row.generation() > generation || row.generation() == generation && row.checkpoint() >= checkpoint;
        return stamped && !position.isAfter(row.position());
    }
}
