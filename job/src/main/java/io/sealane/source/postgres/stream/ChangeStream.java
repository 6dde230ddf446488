package io.sealane.source.postgres.stream;

import io.sealane.config.SourceConfig;
import io.sealane.model.Lsn;
import io.sealane.model.SourceTable;
import io.sealane.model.TableId;
import io.sealane.source.postgres.PostgresConnections;
import io.sealane.source.postgres.Publication;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changes of the published tables, from a replication slot: whole transactions in commit order, each change handed out
 * as it arrives, so memory does not depend on a transaction's size. Never confirms a position by itself.
 *
 * <p>One thread; {@link #abort} from any.
 */
public final class ChangeStream implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeStream.class);
    private static final long HELD_PAUSE_NANOS = Duration.ofMillis(1).toNanos();
    private static final long HELD_TOO_LONG_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long STATUS_NANOS = Duration.ofSeconds(1).toNanos();

    private final Connection connection;
    private final PGReplicationStream stream;
    private final PgOutputDecoder decoder;
    private final LinkWatch watch;
    private final VisibleTransactions visible;
    /** A message whose time has not come; nothing is read before it is handed out. */
    private @Nullable ByteBuffer held;

    private long heldSince;
    private Lsn idle;
    private Lsn acknowledged;
    private long lastStatus = System.nanoTime();

    /**
     * Attaches to the slot; waits up to 30 s for one that a dead session still holds. Call {@link StreamGuard#check}
     * before; what others could still have changed in between is checked again here.
     *
     * @param start the first transaction wanted commits at or after it
     * @throws SourceLostException if the slot cannot give that
     */
    public ChangeStream(SourceConfig config, Map<TableId, SourceTable> tables, Lsn start)
            throws SQLException, InterruptedException {
        PostgresConnections connections = new PostgresConnections(config);
        connection = connections.openReplication();
        visible = new VisibleTransactions(connections);
        try (Connection sql = connections.open()) {
            Publication.requireComplete(sql, config.publication(), tables.keySet());
            decoder = new PgOutputDecoder(tables, Attachment.builtInTypes(sql), visible::contains);
            stream = new Attachment(config, connection).start(start);
            // Only now can nobody else move the slot.
            acknowledged = StreamGuard.requireSlot(sql, config.slot(), start, config.database())
                    .confirmedFlush();
            watch = new LinkWatch(connections, connection, sql, config.slot());
        } catch (SQLException | RuntimeException | InterruptedException e) {
            abort();
            throw e;
        }
        idle = start;
        // The driver would report start as flushed; that is for the caller to say.
        report(acknowledged);
        LOG.info("Change stream attached slot={} start={} confirmed={}", config.slot(), start, acknowledged);
    }

    /**
     * Takes one message if one is there; false if nothing is pending, after about a millisecond. Changes go to {@code
     * handler}, which may throw to end the stream.
     */
    public boolean poll(ChangeHandler handler) throws SQLException {
        keepAlive();
        ByteBuffer message = held == null ? stream.readPending() : held;
        if (message == null) {
            noteIdle();
            return false;
        }
        watch.heard();
        int begin = message.position();
        if (decoder.decode(message, handler)) {
            held = null;
            return true;
        }
        hold(message.position(begin));
        return false;
    }

    private void hold(ByteBuffer message) {
        if (held == null) {
            held = message;
            heldSince = System.nanoTime();
        } else if (heldSince != 0 && System.nanoTime() - heldSince > HELD_TOO_LONG_NANOS) {
            LOG.warn(
                    "The change stream waits for a committed transaction that nobody can see yet. Is a synchronous standby"
                            + " missing?");
            heldSince = 0;
        }
        LockSupport.parkNanos(HELD_PAUSE_NANOS);
    }

    /** Nothing is pending, so all that lies before the last position received has been handed out. */
    private void noteIdle() throws SQLException {
        if (stream.isClosed()) {
            throw new SQLException("Cannot read the change stream: the server ended it. Is it shutting down?", "08006");
        }
        Lsn received = new Lsn(stream.getLastReceiveLSN().asLong());
        if (!decoder.inTransaction() && received.isAfter(idle)) {
            idle = received;
            watch.heard();
        }
        watch.requireAlive();
    }

    /**
     * Every transaction that committed before it has been handed out; null inside a transaction. To be asked after {@link
     * #poll} gave false. Moves with the server's keepalives too, so also while only unpublished tables are written.
     */
    public @Nullable Lsn idlePosition() {
        return decoder.inTransaction() ? null : idle;
    }

    /** Lets the source drop WAL before {@code applied}; an older position than the last is ignored. */
    public void acknowledge(Lsn applied) throws SQLException {
        if (applied.isAfter(acknowledged)) {
            acknowledged = applied;
            report(applied);
            sendStatus();
        }
    }

    private void report(Lsn flushed) {
        stream.setFlushedLSN(LogSequenceNumber.valueOf(flushed.value()));
        stream.setAppliedLSN(LogSequenceNumber.valueOf(flushed.value()));
    }

    /** To be called at least every 2 s while {@link #poll} is not: tells the server that we live, at most once a second. */
    public void keepAlive() throws SQLException {
        if (System.nanoTime() - lastStatus > STATUS_NANOS) {
            sendStatus();
        }
    }

    /** Asks for an answer, which comes with a position and shows that the link is alive. */
    private void sendStatus() throws SQLException {
        lastStatus = System.nanoTime();
        stream.forceUpdateStatus();
    }

    /** Cuts the connection at once, from any thread; a running call fails with an SQLException. */
    public void abort() {
        visible.close();
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("Replication connection was gone already", e);
        }
    }

    @Override
    public void close() {
        abort();
    }
}
