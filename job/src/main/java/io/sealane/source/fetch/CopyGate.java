package io.sealane.source.fetch;

import io.sealane.config.SourceConfig;
import io.sealane.fence.Applied;
import io.sealane.fence.FenceReader;
import io.sealane.source.postgres.PostgresConnections;
import io.sealane.source.postgres.VisibilityBarrier;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a copied row is never older than a change that the target already has of it.
 *
 * <p>In a migration that begins nothing has been applied, and the gate is open. Where a checkpoint has been taken, this
 * attempt may be one of several, of which another is in the stream already or was; and tables may be copied again over a
 * target that has changes. Then a chunk is read only after
 *
 * <pre>
 *  a checkpoint of this attempt ─▶ every writer holds its lanes, so nobody else moves a fence any more
 *  the visibility barrier       ─▶ every transaction below a fence is visible to the reads that follow
 * </pre>
 *
 * <p>One for each attempt of a reader; asked by its fetcher's thread.
 */
public final class CopyGate {
    private static final Logger LOG = LoggerFactory.getLogger(CopyGate.class);
    private static final Duration VISIBILITY_LIMIT = Duration.ofHours(1);
    private static final long PAUSE_MILLIS = 10;

    private final SourceConfig config;
    private final FenceReader fences;
    private final StreamProgress progress;
    private volatile boolean open;

    public CopyGate(SourceConfig config, FenceReader fences, StreamProgress progress) {
        this.config = config;
        this.fences = fences;
        this.progress = progress;
    }

    /** Ends a wait by throwing. */
    interface StopCheck {
        void run() throws InterruptedException;
    }

    void await(StopCheck stopIfClosed) throws IOException, SQLException, InterruptedException {
        if (open) {
            return;
        }
        Applied before = fences.read();
        if (before.hasChanges() || before.stamped()) {
            LOG.info("Copying where there were writers before, waiting for a checkpoint");
            while (!progress.isAttemptComplete()) {
                stopIfClosed.run();
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
            if (fences.read().hasChanges()) {
                try (Connection sql = new PostgresConnections(config).open()) {
                    VisibilityBarrier.note(sql).await(sql, VISIBILITY_LIMIT);
                }
            }
        }
        open = true;
    }
}
