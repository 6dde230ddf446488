package io.sealane.source.progress;

import io.sealane.config.SourceConfig;
import io.sealane.fence.FenceReader;
import io.sealane.model.Lsn;
import io.sealane.source.postgres.PostgresConnections;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every other second how long the source's WAL is and what the fences say is applied: all lanes of all writers, as the
 * target has committed them. Never fails the job; while a side does not answer, what was known of it stands, and lag grows.
 *
 * <p>A thread and a session of its own on each side, because the coordinator's other questions to the source may take as
 * long as a transaction there. {@link #lag} may be asked from any thread.
 */
public final class LagWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LagWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    /** One line in so many failures: one in ten minutes. */
    private static final int FAILURES_A_LINE = 300;

    /** The source's clock at a moment of ours. */
    private record WalEnd(Lsn lsn, long millis, long nanos) {}

    private final PostgresConnections connections;
    private final FenceReader fences;
    private final WalClock clock = new WalClock();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(LagWatch::named);
    private volatile @Nullable Connection source;
    private volatile FenceReader.@Nullable Session target;
    private volatile @Nullable WalEnd walEnd;
    private volatile @Nullable Lsn applied;
    private volatile boolean closed;
    private int failures;

    public LagWatch(SourceConfig config, FenceReader fences) {
        this.connections = new PostgresConnections(config);
        this.fences = fences;
    }

    private static Thread named(Runnable looking) {
        Thread thread = new Thread(looking, "sealane-lag-watch");
        thread.setDaemon(true);
        return thread;
    }

    /** @param onLook runs after each look, in the watch's own thread */
    @SuppressWarnings("FutureReturnValueIgnored") // it never ends, and never fails
    public void start(Runnable onLook) {
        thread.scheduleWithFixedDelay(
                () -> {
                    lookSafely();
                    if (!closed) {
                        onLook.run();
                    }
                },
                0,
                INTERVAL.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    public void commitSeen(CommitSeen commit) {
        clock.reached(commit.lsn(), TimeUnit.MICROSECONDS.toMillis(commit.commitMicros()));
    }

    /** As of now; null before both sides have answered once. */
    public @Nullable Lag lag() {
        WalEnd end = walEnd;
        Lsn reached = applied;
        if (end == null || reached == null) {
            return null;
        }
        if (!end.lsn().isAfter(reached)) {
            return new Lag(reached, end.lsn(), 0);
        }
        long now = end.millis() + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - end.nanos());
        return new Lag(reached, end.lsn(), clock.ageMillis(reached, now) / 1_000.0);
    }

    private void lookSafely() {
        boolean well = lookAtTarget();
        well &= lookAtSource();
        failures = well ? 0 : failures + 1;
    }

    /** The target first: what it has applied cannot be beyond the end of a WAL that is looked at later. */
    private boolean lookAtTarget() {
        try {
            FenceReader.Session session = target;
            if (session == null) {
                session = fences.open();
                target = session;
                if (closed) {
                    closeTarget();
                    return true;
                }
                FenceReader.Beginning beginning = session.beginning();
                if (beginning != null) {
                    clock.reached(beginning.start(), beginning.at().toEpochMilli());
                }
            }
            applied = session.applied();
            return true;
        } catch (IOException | RuntimeException e) {
            note("fences", e);
            closeTarget();
            return false;
        }
    }

    private boolean lookAtSource() {
        try {
            Connection connection = source;
            if (connection == null) {
                connection = connections.openBriefly();
                source = connection;
            }
            String sql = "SELECT pg_current_wal_lsn(), (extract(epoch FROM clock_timestamp()) * 1000)::bigint";
            try (PreparedStatement select = connection.prepareStatement(sql);
                    ResultSet row = select.executeQuery()) {
                row.next();
                Lsn end = Lsn.parse(row.getString(1));
                walEnd = new WalEnd(end, row.getLong(2), System.nanoTime());
                clock.reached(end, row.getLong(2));
            }
            return true;
        } catch (SQLException | RuntimeException e) {
            note("end of the WAL", e);
            closeSource();
            return false;
        }
    }

    private void note(String what, Exception fault) {
        if (!closed && failures % FAILURES_A_LINE == 0) {
            LOG.warn("Lag not observed, tried again every {} s what={}", INTERVAL.toSeconds(), what, fault);
        }
    }

    private void closeSource() {
        Connection open = source;
        source = null;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("Connection of the watch not closed", e);
            }
        }
    }

    private void closeTarget() {
        FenceReader.Session open = target;
        target = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        closeSource();
        // The watch's own thread: logging off from a target that does not answer takes its time.
        thread.execute(this::closeTarget);
        thread.shutdown();
    }
}
