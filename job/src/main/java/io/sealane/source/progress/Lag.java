package io.sealane.source.progress;

import io.sealane.model.Lsn;

/**
 * How far the target is behind the source at one moment.
 *
 * @param applied every change before it is in the target, whatever its lane
 * @param walEnd end of the source's WAL
 * @param seconds age of the oldest change that is not in the target; 0 if there is none
 */
public record Lag(Lsn applied, Lsn walEnd, double seconds) {
    public long bytes() {
        return Math.max(0, walEnd.bytesSince(applied));
    }
}
