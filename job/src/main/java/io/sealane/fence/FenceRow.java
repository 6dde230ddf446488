package io.sealane.fence;

import io.sealane.model.Position;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code SEALANE_FENCE} at the moment it was read.
 *
 * @param position every event of the lane up to here is in the target
 * @param flush number of the generation's last flush that touched the lane, 0 if none did
 * @param lease who opened the lane last; null if nobody has
 */
public record FenceRow(
        int lane,
        long generation,
        String lineage,
        Position position,
        long flush,
        long checkpoint,
        @Nullable Lease lease) {}
