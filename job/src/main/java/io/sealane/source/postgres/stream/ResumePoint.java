package io.sealane.source.postgres.stream;

import io.sealane.fence.FenceSpan;
import io.sealane.model.Lsn;
import io.sealane.model.TableId;
import io.sealane.source.postgres.SourceIdentity;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a stream is to go on, and whose position that is.
 *
 * @param known the server as it was when {@code start} was reached. Keep its timeline beside the position and renew both
 *     together: after a promotion a position says nothing without it
 * @param start the first transaction wanted commits at or after it
 * @param fences what the target has; it may be more than what comes before {@code start}
 * @param fencesTimeline the server's timeline when the highest fence was reached
 * @param tables whose changes would be missing; for messages
 */
public record ResumePoint(
        SourceIdentity known, Lsn start, FenceSpan fences, int fencesTimeline, Collection<TableId> tables) {
    private static final int NAMED = 10;

    public ResumePoint {
        tables = List.copyOf(tables);
    }

    /** Every transaction that commits before it is in the target. */
    Lsn lowest() {
        return fences.lowest().commitLsn();
    }

    /** What the source must still have to be the one whose changes were applied. */
    Lsn furthest() {
        return Lsn.max(start, fences.furthest());
    }

    String tableNames() {
        String names =
                tables.stream().sorted().limit(NAMED).map(TableId::toString).collect(Collectors.joining(", "));
        return tables.size() > NAMED ? names + " and " + (tables.size() - NAMED) + " more" : names;
    }
}
