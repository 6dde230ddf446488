package io.sealane.fence;

import io.sealane.model.Lsn;
import io.sealane.model.Position;
import io.sealane.model.Witness;
import org.jspecify.annotations.Nullable;

/**
 * What the target says of a migration, in one look and without the job.
 *
 * @param start where every fence of the migration started
 * @param lineage what the fences are relative to; null if there are none
 * @param witness what was read of the source's history when the last checkpoint was stamped; null before the first one of
 *     the stream
 * @param stamped whether a checkpoint was taken since the migration was prepared, or since it was to copy all tables again
 * @param recopy a request to copy tables again; null if there is none
 */
public record Applied(
        FenceSpan fences,
        Lsn start,
        @Nullable String lineage,
        @Nullable Witness witness,
        boolean stamped,
        @Nullable Recopy recopy) {

    /** Whether changes have been applied: rows of the source from before them must not be copied any more. */
    public boolean hasChanges() {
        return fences.highest().isAfter(Position.before(start));
    }

    /**
     * The source's timeline when the highest fence was reached: a stream on a new timeline applies nothing before a
     * checkpoint has put its witness down.
     *
     * @param known a timeline that the stream has been on
     */
    public int timeline(int known) {
        return witness == null ? known : Math.max(known, witness.timeline());
    }
}
