package io.sealane.sink;

import io.sealane.fence.ControlTables;
import io.sealane.fence.FenceRow;
import io.sealane.fence.HeldLanes;
import io.sealane.fence.LaneState;
import io.sealane.fence.LaneState.Finding;
import io.sealane.model.MigrationException;
import io.sealane.oracle.ErrorClass;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs work as a transaction that starts with the fence, again and again until it is known to be committed once.
 *
 * <pre>
 *          ┌─────────── begin again ◀──────────┐
 *          ▼                                   │ not committed
 *   fence rows forward ─▶ work ─▶ commit ─?─▶ reconnect, lock the fence rows, compare
 *          │ a row was not ours      │ yes       │ committed
 *          ▼                         ▼           ▼
 *        stop                       done        done
 * </pre>
 *
 * <p>Belongs to one writer and its thread.
 */
final class FencedTransactions {
    private static final Logger LOG = LoggerFactory.getLogger(FencedTransactions.class);

    private final TargetSession session;
    private final FenceStore fence;
    private final HeldLanes held;
    private final SinkCounters counters;
    private final int retryLimit;
    private long lastFlush;

    FencedTransactions(TargetSession session, FenceStore fence, HeldLanes held, SinkCounters counters, int retryLimit) {
        this.session = session;
        this.fence = fence;
        this.held = held;
        this.counters = counters;
        this.retryLimit = retryLimit;
    }

    /** What is done between fence and commit; may be run several times, of which at most one counts. */
    interface Work {
        void run(Connection connection) throws SQLException, WriteFault;
    }

    /**
     * Commits {@code work} together with the new positions of {@code touched}, which must be all lanes that accepted
     * something.
     *
     * @param doing for messages: {@code write 500 rows}
     * @throws MigrationException if it cannot be done, or must not be
     * @throws InterruptedException if the task is cancelled while waiting; the outcome is open then, and the next writer
     *     finds it in the fence
     */
    void commit(String doing, Collection<LaneState> touched, Work work) throws InterruptedException {
        Try run = new Try(doing, touched, ++lastFlush, new Retries(retryLimit, RandomGenerator.getDefault()));
        while (!run.succeeds(work)) {
            Thread.sleep(run.pause.toMillis());
        }
        touched.forEach(lane -> lane.committed(run.flush));
    }

    /** One flush over all its tries. */
    private final class Try {
        private final String doing;
        private final Collection<LaneState> touched;
        private final long flush;
        private final Retries retries;
        private Duration pause = Duration.ZERO;

        /** The session was lost, so the fence must be looked at before anything is done again. */
        private boolean lost;

        /** A commit was sent and its outcome is not known. */
        private boolean sent;

        Try(String doing, Collection<LaneState> touched, long flush, Retries retries) {
            this.doing = doing;
            this.touched = touched;
            this.flush = flush;
            this.retries = retries;
        }

        boolean succeeds(Work work) {
            try {
                Connection connection = session.connection();
                if (lost && isResolvedAsCommitted(connection)) {
                    return true;
                }
                if (!fence.advance(connection, touched, held.generation(), flush)) {
                    connection.rollback();
                    List<FenceRow> found = fence.read(connection);
                    throw refused(held.judge(found, touched, flush), found);
                }
                work.run(connection);
                sent = true;
                connection.commit();
                return true;
            } catch (WriteFault e) {
                pauseAfter(
                        e.fault(),
                        e.description(),
                        e.table().plan().target().schema().value(),
                        e.table().plan().target().name().value());
            } catch (SQLException e) {
                pauseAfter(e, doing, fence.schema(), ControlTables.FENCE);
            } catch (RuntimeException e) {
                session.rollback();
                throw e;
            }
            return false;
        }

        private boolean isResolvedAsCommitted(Connection connection) throws SQLException {
            List<FenceRow> found = fence.lock(connection, held.numbers());
            Finding finding = held.judge(found, touched, flush);
            connection.rollback();
            boolean committed = finding == Finding.COMMITTED;
            if (finding != Finding.NOT_COMMITTED && !(committed && sent)) {
                throw refused(finding, found);
            }
            if (sent) {
                (committed ? counters.commitsResolvedCommitted : counters.commitsResolvedLost).inc();
                LOG.info("commit of unknown outcome resolved flush={} committed={}", flush, committed);
            }
            lost = false;
            sent = false;
            return committed;
        }

        private MigrationException refused(Finding finding, List<FenceRow> found) {
            if (finding == Finding.TAKEN_OVER) {
                counters.staleGenerationRefused.inc();
                return held.takenOver();
            }
            return held.targetLost(finding, found);
        }

        private void pauseAfter(SQLException fault, String what, String schema, String table) {
            ErrorClass found = TargetFaults.classify(fault);
            boolean looking = lost;
            if (sent || found == ErrorClass.CONNECTION) {
                session.drop();
                lost = true;
            } else if (!session.rollback()) {
                lost = true;
            }
            // A refused log-on is final even while a commit is in doubt: trying again locks the account.
            if (found == ErrorClass.SECURITY || !sent && !found.isRetried()) {
                throw TargetFaults.refused(what, fault);
            }
            if (TargetFaults.isLockWait(fault) && !looking) {
                throw TargetFaults.locked(what, fault, LockHolders.of(session, schema, table));
            }
            pause = retries.next(found);
            if (retries.isExhausted()) {
                throw TargetFaults.exhausted(what, fault, retries.tries() - 1);
            }
            counters.retries.inc();
            LOG.warn(
                    "target fault, trying again error={} class={} tries={} waitMillis={}",
                    TargetFaults.named(fault),
                    found,
                    retries.tries(),
                    pause.toMillis());
        }
    }
}
