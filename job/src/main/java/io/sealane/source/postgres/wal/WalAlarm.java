package io.sealane.source.postgres.wal;

import io.sealane.source.postgres.wal.WalOutlook.Level;
import java.time.Duration;

/**
 * When an outlook is worth a line in the log: as soon as it gets worse, and now and then while it is bad. One that wavers
 * around a threshold is not told each time. Not thread-safe.
 */
final class WalAlarm {
    private static final long REPEAT_NANOS = Duration.ofMinutes(10).toNanos();

    private Level told = Level.WELL;
    private long toldNanos;

    /** Whether to tell a level that was found at this time; if so, it counts as told. */
    boolean isDue(Level level, long nanos) {
        boolean worse = level.compareTo(told) > 0;
        boolean longAgo = nanos - toldNanos >= REPEAT_NANOS;
        if (worse || longAgo && level != Level.WELL) {
            told = level;
            toldNanos = nanos;
            return true;
        }
        if (longAgo) {
            told = Level.WELL;
        }
        return false;
    }
}
