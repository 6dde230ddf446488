package io.sealane.source.postgres.stream;

import io.sealane.model.Lsn;
import io.sealane.source.postgres.SourceIdentity;
import java.io.Serializable;

/**
 * Where a stream is to go on, and whose position that is.
 *
 * @param known the server as it was when {@code start} was reached. Keep its timeline beside the position and renew both
 *     together: after a promotion a position says nothing without it
 * @param start the first transaction wanted commits at or after it
 * @param furthest the highest position that was applied anywhere; {@code start} if nothing else is known
 */
public record ResumePoint(SourceIdentity known, Lsn start, Lsn furthest) implements Serializable {
    private static final long serialVersionUID = 1L;
}
