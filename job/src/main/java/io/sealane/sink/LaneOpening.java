package io.sealane.sink;

import io.sealane.fence.ControlTables;
import io.sealane.fence.FenceRow;
import io.sealane.fence.HeldLanes;
import io.sealane.fence.Opening;
import io.sealane.fence.Opening.Verdict;
import io.sealane.fence.Recopy;
import io.sealane.fence.RegisteredMigration;
import io.sealane.model.MigrationException;
import io.sealane.oracle.ErrorClass;
import io.sealane.oracle.OracleName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a writer's lanes: one transaction locks their rows, judges, and raises the generation. A lease of somebody else
 * is waited for, at most until it runs out.
 */
final class LaneOpening {
    private static final Logger LOG = LoggerFactory.getLogger(LaneOpening.class);

    /** How often a foreign lease is looked at: its holder may let go of it at any time. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    /** So long the one of two jobs that has lane 0 waits for the other to see that it has to go. */
    private static final int YIELDING_LEASES = 3;

    private final TargetSession session;
    private final FenceStore fence;
    private final Opening opening;
    private final Retries retries;
    private final Duration yieldLimit;
    private final long began = System.nanoTime();
    private final Map<Integer, Instant> leasesSeen = new HashMap<>();

    LaneOpening(TargetSession session, FenceStore fence, Opening opening, Duration lease, int retryLimit) {
        this.session = session;
        this.fence = fence;
        this.opening = opening;
        this.yieldLimit = lease.multipliedBy(YIELDING_LEASES);
        this.retries = new Retries(retryLimit, RandomGenerator.getDefault());
    }

    /**
     * Takes them.
     *
     * @throws MigrationException if this writer must not write, or the target cannot be reached
     */
    HeldLanes take() throws InterruptedException {
        while (true) {
            Duration wait;
            try {
                Optional<HeldLanes> taken = tryToTake();
                if (taken.isPresent()) {
                    return taken.get();
                }
                wait = LOOK_AGAIN;
            } catch (SQLException e) {
                wait = waitAfter(e);
            } catch (RuntimeException e) {
                session.rollback();
                throw e;
            }
            Thread.sleep(wait.toMillis());
        }
    }

    private Optional<HeldLanes> tryToTake() throws SQLException {
        Connection connection = session.connection();
        List<FenceRow> rows = fence.lock(connection, opening.own());
        OracleName schema = new OracleName(fence.schema());
        Optional<RegisteredMigration> registered = MigrationRegistry.read(connection, schema, opening.migration());
        Map<String, String> control = new ControlRows(connection, schema, opening.migration()).read();
        Verdict verdict =
                opening.judge(registered.orElse(null), rows, Recopy.of(control).orElse(null));
        if (verdict instanceof Verdict.Wait blocked) {
            connection.rollback();
            noteLease(blocked);
            return Optional.empty();
        }
        long generation = ((Verdict.Take) verdict).generation();
        fence.take(connection, opening.own(), opening.claim(), generation);
        fence.setRunning(connection);
        connection.commit();
        LOG.info(
                "lanes opened migration={} lanes={}..{} generation={} claim={}",
                opening.migration(),
                opening.own().get(0),
                opening.own().get(opening.own().size() - 1),
                generation,
                opening.claim());
        return Optional.of(new HeldLanes(opening.migration(), generation, opening.own(), rows));
    }

    /** A lease that moves on while we look has a living holder. */
    private void noteLease(Verdict.Wait blocked) {
        Instant before = leasesSeen.put(blocked.lane(), blocked.lease().until());
        if (before == null) {
            LOG.info(
                    "waiting for a lease migration={} lane={} holder={} leftMillis={}",
                    opening.migration(),
                    blocked.lane(),
                    blocked.lease().holder(),
                    blocked.lease().leftMillis());
        } else if (!before.equals(blocked.lease().until()) && !(blocked.mayYield() && isTimeLeft())) {
            throw opening.refusedBy(blocked.lease().holder());
        }
    }

    private boolean isTimeLeft() {
        return System.nanoTime() - began < yieldLimit.toNanos();
    }

    private Duration waitAfter(SQLException fault) {
        String doing = "open migration " + opening.migration();
        ErrorClass found = TargetFaults.classify(fault);
        if (found == ErrorClass.CONNECTION) {
            session.drop();
        } else {
            session.rollback();
        }
        if (!found.isRetried()) {
            throw TargetFaults.refused(doing, fault);
        }
        if (TargetFaults.isLockWait(fault)) {
            throw TargetFaults.locked(doing, fault, LockHolders.of(session, fence.schema(), ControlTables.FENCE));
        }
        Duration wait = retries.next(found);
        if (retries.isExhausted()) {
            throw TargetFaults.exhausted(doing, fault, retries.tries() - 1);
        }
        LOG.warn(
                "target fault while opening, trying again error={} class={} tries={}",
                TargetFaults.named(fault),
                found,
                retries.tries());
        return wait;
    }
}
