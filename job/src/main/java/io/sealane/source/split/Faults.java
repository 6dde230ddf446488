package io.sealane.source.split;

import io.sealane.model.MigrationException;
import io.sealane.types.FinalFault;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides once which faults of the source end the job: those that we named ({@link MigrationException}), because the same
 * would be found after any number of restarts and each restart would bury the message deeper, and rows that the server cannot
 * send ({@link UnreadableRow}). Everything else (a broken
 * connection, a server that restarts) is left to the job's restart strategy, as a {@link SourceFault} that says where it
 * happened.
 */
public final class Faults {
    private Faults() {}

    /**
     * What a fetch task throws. Never an {@link Error}: Flink CDC's stream fetcher would not see it.
     *
     * @param doing for the message: {@code copy public.orders from localhost:5432/shop}
     */
    public static Exception inTask(String doing, Throwable fault) {
        Optional<MigrationException> named = named(fault).or(() -> UnreadableRow.of(doing, fault));
        return named.isPresent() ? new FinalFault(named.get()) : new SourceFault(doing, fault);
    }

    /** What the enumerator throws; null for a fault that left no trace. */
    public static RuntimeException inEnumerator(String doing, @Nullable Throwable fault) {
        Optional<MigrationException> named = named(fault).or(() -> UnreadableRow.of(doing, fault));
        if (named.isPresent()) {
            return new FinalFault(named.get());
        }
        SourceFault told = new SourceFault(doing, fault);
        return new IllegalStateException(told.getMessage(), told);
    }

    /** What we threw, without what queues and threads on the way have wrapped around it; empty if it was none of ours. */
    public static Optional<Exception> unwrapped(Throwable wrapped) {
        for (Throwable cause = wrapped; cause != null; cause = cause.getCause()) {
            if (cause instanceof FinalFault || cause instanceof SourceFault) {
                return Optional.of((Exception) cause);
            }
        }
        return Optional.empty();
    }

    private static Optional<MigrationException> named(@Nullable Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof MigrationException named) {
                return Optional.of(named);
            }
        }
        return Optional.empty();
    }
}
