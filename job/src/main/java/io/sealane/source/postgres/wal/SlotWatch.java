package io.sealane.source.postgres.wal;

import io.sealane.config.SourceConfig;
import io.sealane.config.WalLimit;
import io.sealane.model.Amounts;
import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.source.postgres.PostgresConnections;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the slot's WAL every few seconds, from the start of the job to its end: warns in the log, keeps the latest
 * outlook for metrics, drops the slot where the user has decided so, and tells when a slot that it has seen is gone.
 *
 * <p>Has a thread and a connection of its own, because the source's other questions may take as long as a transaction of the
 * source does, and the disk fills meanwhile. A look that fails is logged and tried again; it never fails the job.
 * {@link #outlook} may be asked from any thread.
 */
public final class SlotWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SlotWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    /** One line in so many failures: one in ten minutes. */
    private static final int FAILURES_A_LINE = 60;

    private final SourceConfig config;
    private final PostgresConnections connections;
    private final WalGrowth growth = new WalGrowth();
    private final WalAlarm alarm = new WalAlarm();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(SlotWatch::named);
    private volatile @Nullable Connection connection;
    private volatile @Nullable WalOutlook outlook;
    private volatile boolean closed;
    private int failures;

    /** The slot as the last look found it; null before it was found. Of the watch's thread, as {@link #dropping}. */
    private @Nullable SlotWal seen;

    /** What is to be said once the slot is gone; the server may drop it and its answer be lost. */
    private @Nullable MigrationException dropping;

    public SlotWatch(SourceConfig config) {
        this.config = config;
        this.connections = new PostgresConnections(config);
    }

    private static Thread named(Runnable looking) {
        Thread thread = new Thread(looking, "sealane-slot-watch");
        thread.setDaemon(true);
        return thread;
    }

    /** @param onLost is told, in the watch's own thread and once, why the migration cannot go on */
    public void start(Consumer<MigrationException> onLost) {
        start(onLost, INTERVAL);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it never ends, and never fails
    void start(Consumer<MigrationException> onLost, Duration interval) {
        thread.scheduleWithFixedDelay(() -> lookSafely(onLost), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The latest; null before the first look, and while there is no slot. */
    public @Nullable WalOutlook outlook() {
        return outlook;
    }

    private void lookSafely(Consumer<MigrationException> onLost) {
        try {
            look(onLost);
            failures = 0;
        } catch (SQLException | RuntimeException e) {
            disconnect();
            if (!closed && failures++ % FAILURES_A_LINE == 0) {
                LOG.warn(
                        "WAL of the replication slot not observed slot={} source={}",
                        config.slot(),
                        config.address(),
                        e);
            }
        }
    }

    private void look(Consumer<MigrationException> onLost) throws SQLException {
        Optional<SlotWal> found = SlotWal.read(connection(), config.slot());
        if (found.isEmpty()) {
            outlook = null;
            SlotWal last = seen;
            if (last != null) {
                tell(dropping != null ? dropping : gone(last), onLost);
            }
            // Else whether it is a fault is for the reader to judge, which knows the position that it needs.
            return;
        }
        long now = System.nanoTime();
        SlotWal wal = found.get();
        seen = wal;
        dropping = null;
        growth.add(now, wal.retainedBytes());
        WalOutlook judged = WalOutlook.judge(wal, config.walLimit(), growth.bytesPerSecond());
        outlook = judged;
        if (alarm.isDue(judged.level(), now)) {
            LOG.warn(
                    "{} slot={} retainedWalBytes={} walBytesUntilLimit={} walSecondsUntilLimit={}",
                    judged.text(),
                    wal.slot(),
                    wal.retainedBytes(),
                    judged.bytesUntilLimit(),
                    judged.secondsUntilLimit());
        }
        if (config.walLimit().action() == WalLimit.Action.DROP_SLOT
                && config.walLimit().isExceededBy(wal.retainedBytes())) {
            drop(wal, onLost);
        }
    }

    private void drop(SlotWal wal, Consumer<MigrationException> onLost) throws SQLException {
        MigrationException dropped = new MigrationException(
                Kind.SOURCE,
                "SRC-240",
                "Cannot go on with the migration: its replication slot " + wal.slot() + " held back "
                        + Amounts.bytes(wal.retainedBytes()) + " of WAL at the source, more than source.wal-limit ("
                        + Amounts.bytes(config.walLimit().bytes())
                        + "), and was dropped as source.wal-limit.action says, so that the source's disk does not fill."
                        + " Changes from " + wal.confirmed() + " to " + wal.position()
                        + " that are not in the target yet, and all later ones, are lost to this migration. Find out why"
                        + " it fell behind (slow target, failing checkpoints, a limit too small for the copy), then copy"
                        + " again with `sealane resnapshot --all-tables`.");
        LOG.error("{}", dropped.getMessage());
        dropping = dropped;
        SlotDropping.drop(connection(), wal.slot());
        outlook = null;
        tell(dropped, onLost);
    }

    private MigrationException gone(SlotWal last) {
        return new MigrationException(
                Kind.SOURCE,
                "SRC-241",
                "Cannot go on with the migration: its replication slot " + last.slot() + " was at " + config.address()
                        + " and is gone: it was dropped, or the address leads to another server now. Changes since "
                        + last.confirmed() + " that are not in the target yet, and all later ones, may be lost to this"
                        + " migration. If the slot is on another server, connect there and resume; else copy again with"
                        + " `sealane resnapshot --all-tables`.");
    }

    private void tell(MigrationException fault, Consumer<MigrationException> onLost) {
        onLost.accept(fault);
        thread.shutdown();
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = connections.openBriefly();
            connection = open;
            if (closed) {
                disconnect();
            }
        }
        return open;
    }

    private void disconnect() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("Connection of the watch not closed", e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.shutdownNow();
        disconnect();
    }
}
