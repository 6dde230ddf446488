package io.sealane.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * How much WAL the replication slot may hold back at the source, and what becomes of it beyond that.
 *
 * @param bytes the user's limit; 0 for none
 * @param action what happens beyond it
 * @param warnAtPercent a warning is due once so much of a limit is used, the user's or the server's own
 * @param warnBefore a warning is due when a limit will be reached within this time
 */
public record WalLimit(long bytes, Action action, int warnAtPercent, Duration warnBefore) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What happens beyond the limit. */
    public enum Action {
        /** Warnings and metrics only: the migration counts more than the source's disk. */
        ALARM,
        /** The slot is dropped and the job stops for good: the source's disk counts more than the migration. */
        DROP_SLOT
    }

    public static final WalLimit NONE = new WalLimit(0, Action.ALARM, 50, Duration.ofHours(1));

    /** Whether the user has set a limit, and this is beyond it. */
    public boolean isExceededBy(long retainedBytes) {
        return bytes > 0 && retainedBytes > bytes;
    }
}
