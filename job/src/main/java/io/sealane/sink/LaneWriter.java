package io.sealane.sink;

import io.sealane.config.TargetConfig;
import io.sealane.fence.ControlTables;
import io.sealane.fence.HeldLanes;
import io.sealane.fence.LaneStamp;
import io.sealane.fence.LaneState;
import io.sealane.fence.Opening;
import io.sealane.mapping.MigrationPlan;
import io.sealane.model.LaneEvent;
import io.sealane.model.Lsn;
import io.sealane.model.Position;
import io.sealane.model.RowEvent;
import io.sealane.model.RowText;
import io.sealane.model.Witness;
import io.sealane.sink.Change.Verb;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.apache.flink.connector.jdbc.JdbcExecutionOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer of some lanes, without Flink around it: takes events, holds them, and flushes them as fenced transactions.
 *
 * <pre>
 *  event ─▶ Arrivals (whole?) ─▶ LaneState (skip? accept) ─▶ ChangeBuffer ─▶ FencedTransactions { fence · ChangeApplier
 *                                                                                               · commit }
 * </pre>
 *
 * <p>One thread. {@link #write} flushes by itself when rows or bytes reach their limit, so memory stays bounded by the
 * limits and one row; the caller flushes by time and at checkpoints. After an exception only {@link #close} may follow.
 */
final class LaneWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LaneWriter.class);

    /** How often a transaction is begun before the writer gives up; {@link Retries} says how long that takes. */
    private static final int MAX_TRIES = 10;

    private final TargetSession session;
    private final FenceStore fence;
    private final HeldLanes held;
    private final FencedTransactions transactions;
    private final List<TableWriter> tables;
    private final ArrayDml arrays;
    private final RowFetcher fetcher;
    private final SinkCounters counters;
    private final JdbcExecutionOptions limits;
    private final long maxBytes;
    private final Path largeValues;
    private final Arrivals arrivals;
    private final ChangeBuffer buffer = new ChangeBuffer();
    private final FlushTally tally = new FlushTally();
    private final Intake intake = new Intake();

    /** Lanes with rows in the buffer: a copied row moves no position, and needs its lane's fence all the same. */
    private final TreeSet<Integer> lanesWithRows = new TreeSet<>();

    /** From the stream's opening until a checkpoint has written it down; only the writer of lane 0 does so. */
    private @Nullable Lsn consistencyPoint;

    /** The latest that has not been written down; the same writer does it, at the same time. */
    private @Nullable Witness witness;

    private LaneWriter(
            TargetConfig target,
            MigrationPlan plan,
            Access access,
            HeldLanes held,
            RowFetcher fetcher,
            SinkCounters counters) {
        this.session = access.session();
        this.fence = access.fence();
        this.held = held;
        this.limits = access.limits();
        this.transactions = new FencedTransactions(session, fence, held, counters, limits.getMaxRetries());
        this.tables = plan.tables().stream()
                .map(table -> new TableWriter(table, tally::used))
                .toList();
        int timeoutSeconds = (int) Math.max(1, target.lockWait().toSeconds());
        this.arrays = new ArrayDml(access.binder(), timeoutSeconds);
        this.fetcher = fetcher;
        this.counters = counters;
        this.maxBytes = target.flush().bytes();
        String directory = target.flush().directory();
        this.largeValues = Path.of(directory == null ? System.getProperty("java.io.tmpdir") : directory);
        this.arrivals = new Arrivals(largeValues, this::isKnown);
        counters.opened(held.applied());
    }

    /** What reaches the target. */
    private record Access(TargetSession session, FenceStore fence, ValueBinder binder, JdbcExecutionOptions limits) {
        static Access to(TargetConfig target, String migration) {
            TargetConnections connections = new TargetConnections(target);
            return new Access(
                    new TargetSession(connections),
                    new FenceStore(migration, target),
                    ValueBinder.of(connections),
                    JdbcExecutionOptions.builder()
                            .withBatchSize(target.flush().rows())
                            .withBatchIntervalMs(target.flush().interval().toMillis())
                            .withMaxRetries(MAX_TRIES)
                            .build());
        }
    }

    /**
     * Takes the lanes of {@code opening}.
     *
     * @throws io.sealane.model.MigrationException if they cannot or must not be taken
     */
    static LaneWriter open(
            TargetConfig target, MigrationPlan plan, Opening opening, RowFetcher fetcher, SinkCounters counters)
            throws InterruptedException {
        Access access = Access.to(target, plan.migration());
        try {
            HeldLanes held =
                    new LaneOpening(access.session(), access.fence(), opening, target.lease(), MAX_TRIES).take();
            return new LaneWriter(target, plan, access, held, fetcher, counters);
        } catch (InterruptedException | RuntimeException e) {
            access.session().close();
            fetcher.close();
            throw e;
        }
    }

    void write(LaneEvent event) throws InterruptedException {
        LaneEvent whole = arrivals.take(event);
        if (whole == null) {
            return;
        }
        whole.match(intake);
        if (buffer.rows() >= limits.getBatchSize() || buffer.bytes() >= maxBytes) {
            flush();
        }
    }

    /** Whether rows wait for a flush. */
    boolean hasRows() {
        return !buffer.isEmpty();
    }

    /** Whether rows or positions wait for a flush. */
    boolean isBehind() {
        return hasRows() || !held.behind().isEmpty();
    }

    /** Commits everything accepted; nothing is sent if that is nothing. */
    void flush() throws InterruptedException {
        if (isBehind()) {
            held.behind().forEach(lane -> lanesWithRows.add(lane.lane()));
            commit(lanesWithRows.stream().map(held::lane).toList(), connection -> {});
        }
    }

    /** Commits everything accepted and moves the lease of every lane on. */
    void renewLease() throws InterruptedException {
        commit(held.all(), connection -> {});
    }

    /** Commits everything accepted, stamps every lane with the checkpoint, and returns what the checkpoint must keep. */
    List<LaneStamp> stamp(long checkpoint) throws InterruptedException {
        Lsn point = consistencyPoint;
        Witness seen = witness;
        commit(held.all(), connection -> {
            fence.stamp(connection, held.numbers(), checkpoint);
            if (point != null) {
                fence.note(connection, ControlTables.CONSISTENCY_POINT, point.toString());
                fence.endRecopy(connection);
            }
            if (seen != null) {
                fence.note(connection, ControlTables.WITNESS, seen.text());
            }
        });
        consistencyPoint = null;
        witness = null;
        return held.stamps(checkpoint);
    }

    /** Lets go of the lanes, so that the next job need not wait for the lease to run out. What is held is dropped. */
    @Override
    public void close() {
        try (arrivals;
                buffer;
                fetcher;
                session) {
            release();
        }
    }

    private boolean isKnown(RowEvent event) {
        Position position = event.position();
        return position != null && !held.lane(event.lane()).isNew(position);
    }

    private void commit(List<LaneState> touched, FencedTransactions.Work more) throws InterruptedException {
        long begun = System.nanoTime();
        String doing = "write " + buffer.rows() + " rows";
        transactions.commit(doing, touched, connection -> {
            tally.clear();
            new ChangeApplier(connection, arrays, fetcher, largeValues, tally).apply(buffer);
            more.run(connection);
        });
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        counters.flushed(tally, buffer.textBytes(), buffer.largeRows(), took, held.applied());
        tally.clear();
        buffer.clear();
        lanesWithRows.clear();
    }

    private void release() {
        session.rollback();
        try {
            Connection connection = session.connection();
            fence.release(connection, held);
            connection.commit();
        } catch (SQLException e) {
            LOG.warn("lease not released, it runs out by itself error={}", TargetFaults.named(e));
            session.drop();
        }
    }

    /** What each kind of event does to the lane and the buffer. */
    private final class Intake implements LaneEvent.Cases<Boolean> {

        @Override
        public Boolean copied(RowEvent.CopiedRow row) {
            held.lane(row.lane()).requireCopying();
            return hold(row, Verb.COPY, row.row(), null);
        }

        @Override
        public Boolean insert(RowEvent.Insert insert) {
            return isNew(insert, insert.position()) && hold(insert, Verb.INSERT, insert.after(), insert.position());
        }

        @Override
        public Boolean update(RowEvent.Update update) {
            return isNew(update, update.position()) && hold(update, Verb.UPDATE, update.after(), update.position());
        }

        @Override
        public Boolean delete(RowEvent.Delete delete) {
            return isNew(delete, delete.position()) && hold(delete, Verb.DELETE, delete.before(), delete.position());
        }

        @Override
        public Boolean piece(LaneEvent.Piece piece) {
            throw new IllegalStateException("BUG: a piece was taken for a row");
        }

        @Override
        public Boolean open(LaneEvent.Open open) {
            held.lane(open.lane()).attach(open);
            if (open.lane() == 0) {
                consistencyPoint = open.consistencyPoint();
            }
            return false;
        }

        @Override
        public Boolean mark(LaneEvent.Mark mark) {
            held.lane(mark.lane()).mark(mark.lsn());
            if (mark.lane() == 0) {
                witness = mark.reached();
            }
            return false;
        }

        private boolean isNew(RowEvent event, Position position) {
            boolean accepted = held.lane(event.lane()).accept(position);
            if (!accepted) {
                counters.fenceSkips.inc();
            }
            return accepted;
        }

        private boolean hold(RowEvent event, Verb verb, RowText row, @Nullable Position position) {
            buffer.add(new Change(tables.get(event.table()), verb, row, position, arrivals.claim()));
            lanesWithRows.add(event.lane());
            return true;
        }
    }
}
