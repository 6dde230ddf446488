package io.sealane.fence;

import io.sealane.mapping.Lanes;
import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.model.Position;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * May this writer open its lanes? Asked with their rows locked, so the answer holds until the generation is raised.
 *
 * @param migration the migration's name
 * @param claim who asks
 * @param restored the checkpoint the writer starts from; empty for a fresh start
 * @param lanes the rule that the plan routes rows by
 * @param own the writer's lanes
 * @param stamps what the checkpoint remembers, of any lanes
 */
public record Opening(
        String migration,
        Claim claim,
        OptionalLong restored,
        Lanes lanes,
        List<Integer> own,
        Collection<LaneStamp> stamps) {

    public Opening {
        own = List.copyOf(own);
        stamps = List.copyOf(stamps);
    }

    /** The answer. Whatever cannot change by waiting is thrown instead. */
    public sealed interface Verdict {
        /** Take the lanes under this generation. */
        record Take(long generation) implements Verdict {}

        /** Somebody else may be alive. Ask again until the lease has run out; if it is renewed meanwhile, he is. */
        record Wait(int lane, Lease lease) implements Verdict {}
    }

    /**
     * Judges.
     *
     * @param registered the migration's row, null if there is none
     * @param rows all fence rows of the migration
     * @throws RefusedException if this start would lose or corrupt rows
     */
    public Verdict judge(@Nullable RegisteredMigration registered, Collection<FenceRow> rows) {
        Map<Integer, FenceRow> byLane = new HashMap<>();
        rows.forEach(row -> byLane.put(row.lane(), row));
        RegisteredMigration found = requireOpenMigration(registered);
        requireEveryLane(byLane);
        for (int lane : own) {
            FenceRow row = row(byLane, lane);
            Lease lease = row.lease();
            if (lease != null && lease.isLive() && blocks(lease.holder())) {
                return new Verdict.Wait(lane, lease);
            }
        }
        if (restored.isEmpty()) {
            requireUntouched(found, byLane);
        } else {
            requireNothingLost(byLane);
        }
        long highest = own.stream()
                .mapToLong(lane -> row(byLane, lane).generation())
                .max()
                .orElse(0);
        return new Verdict.Take(highest + 1);
    }

    /** What to say when the holder of a lease proved to be alive. */
    public MigrationException refusedBy(Claim holder) {
        if (claim.isOfSameJob(holder)) {
            return new MigrationException(
                    Kind.TARGET,
                    "TGT-117",
                    "Cannot open migration " + migration + ": " + holder
                            + " holds its lanes, is alive, and is later than"
                            + " this " + claim + ". Nothing to do if the job goes on; else find the TaskManager that"
                            + " still runs it.");
        }
        return new RefusedException(
                Kind.TARGET,
                "TGT-113",
                "Cannot open migration " + migration + ": " + holder
                        + " is writing it now and renews its lease; this is " + claim
                        + ". Stop that job first, or this one if it was submitted twice.");
    }

    /** Another job blocks, and so does a later attempt of our own: of two attempts only the newer may write. */
    private boolean blocks(Claim holder) {
        return !claim.isOfSameJob(holder) || claim.isOlderThan(holder);
    }

    private RegisteredMigration requireOpenMigration(@Nullable RegisteredMigration registered) {
        if (registered == null) {
            throw new RefusedException(
                    Kind.TARGET,
                    "TGT-110",
                    "Cannot open migration " + migration + ": " + ControlTables.MIGRATION + " has no row of it. Run"
                            + " `sealane prepare` first; if it was there before, the target has lost it.");
        }
        if (registered.lanes() != lanes.count() || !registered.laneMap().equals(lanes.fingerprint())) {
            throw new RefusedException(
                    Kind.TARGET,
                    "TGT-111",
                    "Cannot open migration " + migration + ": it was prepared with lanes " + registered.laneMap()
                            + " and the plan has " + lanes.fingerprint()
                            + ". Lanes are fixed for the life of a migration; set them back.");
        }
        if (registered.state() == MigrationState.CLOSED) {
            throw new RefusedException(
                    Kind.TARGET,
                    "TGT-112",
                    "Cannot open migration " + migration
                            + ": it is closed, so the target belongs to the application now."
                            + " Prepare a new migration if it shall be copied again.");
        }
        return registered;
    }

    private void requireEveryLane(Map<Integer, FenceRow> byLane) {
        List<Integer> missing =
                own.stream().filter(lane -> !byLane.containsKey(lane)).toList();
        if (!missing.isEmpty()) {
            throw new RefusedException(
                    Kind.TARGET,
                    "TGT-114",
                    "Cannot open migration " + migration + ": " + ControlTables.FENCE + " has no row for lanes "
                            + missing + ", so nothing says which changes these lanes contain. " + WAYS_OUT);
        }
    }

    private void requireUntouched(RegisteredMigration found, Map<Integer, FenceRow> byLane) {
        Position start = Position.before(found.start());
        for (int lane : own) {
            FenceRow row = row(byLane, lane);
            if (!row.position().equals(start) || !row.lineage().equals(found.lineage())) {
                throw new RefusedException(
                        Kind.TARGET,
                        "TGT-115",
                        "Cannot start migration " + migration + " afresh: lane " + lane + " has applied changes up to "
                                + row.position() + " and started at " + start
                                + ", so a copy now would put older rows over newer ones. Restore the job from its last"
                                + " checkpoint or savepoint, or remove the migration and prepare it again.");
            }
        }
    }

    private void requireNothingLost(Map<Integer, FenceRow> byLane) {
        for (LaneStamp stamp : stamps) {
            FenceRow row = byLane.get(stamp.lane());
            if (row == null || !stamp.isWithin(row)) {
                String found = row == null
                        ? "no row"
                        : "generation " + row.generation() + ", checkpoint " + row.checkpoint() + ", position "
                                + row.position();
                throw new RefusedException(
                        Kind.TARGET,
                        "TGT-116",
                        "Cannot restore migration " + migration + " from checkpoint " + restored.orElse(0) + ": lane "
                                + stamp.lane() + " was at generation " + stamp.generation() + ", checkpoint "
                                + stamp.checkpoint() + ", position " + stamp.position() + " and the target has " + found
                                + ". The target has lost committed changes, as after a restore from a backup. "
                                + WAYS_OUT);
            }
        }
    }

    private static FenceRow row(Map<Integer, FenceRow> byLane, int lane) {
        FenceRow row = byLane.get(lane);
        if (row == null) {
            throw new IllegalStateException("BUG: lane " + lane + " was not checked for its row");
        }
        return row;
    }

    private static final String WAYS_OUT =
            "Restore a checkpoint that is older than the target's state while the slot still holds its changes, or remove"
                    + " the migration and copy again.";
}
