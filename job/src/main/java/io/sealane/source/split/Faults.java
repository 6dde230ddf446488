package io.sealane.source.split;

import io.sealane.model.MigrationException;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.jspecify.annotations.Nullable;

/**
 * Decides once which faults of the source end the job: those that we named ({@link MigrationException}), because the same
 * would be found after any number of restarts and each restart would bury the message deeper. Everything else (a broken
 * connection, a server that restarts) is left to the job's restart strategy.
 */
public final class Faults {
    private Faults() {}

    /** What a fetch task throws. Never an {@link Error}: Flink CDC's stream fetcher would not see it. */
    public static Exception inTask(Throwable fault) {
        if (isFinal(fault)) {
            return new SuppressRestartsException(fault);
        }
        return fault instanceof Exception exception ? exception : new IllegalStateException("Fetch task failed", fault);
    }

    /** What the enumerator throws. */
    public static RuntimeException inEnumerator(String what, @Nullable Throwable fault) {
        if (fault != null && isFinal(fault)) {
            return new SuppressRestartsException(fault);
        }
        return new IllegalStateException(what, fault);
    }

    private static boolean isFinal(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof MigrationException) {
                return true;
            }
        }
        return false;
    }
}
