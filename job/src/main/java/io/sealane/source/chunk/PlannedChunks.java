package io.sealane.source.chunk;

import io.sealane.model.TableId;
import io.sealane.source.postgres.copy.KeyRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chunks of one table, next to each other.
 *
 * @param at where the planning stood before them
 * @param isLast whether the table ends with them
 */
record PlannedChunks(PlanCursor at, List<KeyRange> ranges, boolean isLast) {
    TableId table() {
        return at.table();
    }

    int firstNumber() {
        return at.chunk();
    }

    /** Where the planning stands after them; null if every table is planned. */
    @Nullable
    PlanCursor next() {
        if (isLast) {
            return PlanCursor.first(at.tables().subList(1, at.tables().size()));
        }
        return new PlanCursor(
                at.tables(),
                at.chunk() + ranges.size(),
                ranges.get(ranges.size() - 1).to());
    }
}
