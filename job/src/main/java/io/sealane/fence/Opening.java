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
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * May this writer open its lanes? Asked with their rows locked, so the answer holds until the generation is raised.
 *
 * @param migration the migration's name
 * @param claim who asks
 * @param restored the checkpoint the writer starts from; empty for a fresh start
 * @param lanes the rule that the plan gives rows their lanes by
 * @param routes {@code Routes.fingerprint()} of the plan
 * @param own the writer's lanes
 * @param stamps what the checkpoint remembers, of any lanes
 */
public record Opening(
        String migration,
        Claim claim,
        OptionalLong restored,
        Lanes lanes,
        String routes,
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

        /**
         * Somebody else may be alive. Ask again until the lease has run out; if it is renewed meanwhile, he is.
         *
         * @param mayYield whether he may have to go all the same: of two jobs that began at once, and took some lanes
         *     each, the one without lane 0 does
         */
        record Wait(int lane, Lease lease, boolean mayYield) implements Verdict {}
    }

    /**
     * Judges.
     *
     * @param registered the migration's row, null if there is none
     * @param rows all fence rows of the migration
     * @param recopy the request to copy tables again, null if there is none
     * @throws RefusedException if this start would lose or corrupt rows
     */
    public Verdict judge(@Nullable RegisteredMigration registered, Collection<FenceRow> rows, @Nullable Recopy recopy) {
        Map<Integer, FenceRow> byLane = new HashMap<>();
        rows.forEach(row -> byLane.put(row.lane(), row));
        RegisteredMigration found = requireOpenMigration(registered);
        requireEveryLane(byLane);
        for (int lane : own) {
            FenceRow row = row(byLane, lane);
            Lease lease = row.lease();
            if (lease != null && isBlockedBy(lease)) {
                Lease ofFirst = row(byLane, 0).lease();
                return new Verdict.Wait(lane, lease, ofFirst == null || !isBlockedBy(ofFirst));
            }
        }
        requireReady(recopy);
        if (restored.isPresent()) {
            requireSameMigration(found);
            requireYoungerThan(recopy);
            requireNothingLost(byLane);
        } else if (recopy == null) {
            requireUntouched(found, byLane);
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
    private boolean isBlockedBy(Lease lease) {
        Claim holder = lease.holder();
        return lease.isLive() && (!claim.isOfSameJob(holder) || claim.isOlderThan(holder));
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
        if (!registered.routes().equals(routes)) {
            throw new RefusedException(
                    Kind.TARGET,
                    "TGT-124",
                    "Cannot open migration " + migration
                            + ": its tables, their targets or their keys are not those that"
                            + " are registered. Submit it again with `sealane run`, which names the difference.");
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
        SortedSet<Integer> missing = new TreeSet<>(own);
        missing.add(0); // judged by every writer
        missing.removeAll(byLane.keySet());
        if (!missing.isEmpty()) {
            throw new RefusedException(
                    Kind.TARGET,
                    "TGT-114",
                    "Cannot open migration " + migration + ": " + ControlTables.FENCE + " has no row for lanes "
                            + missing + ", so nothing says which changes these lanes contain. " + WAYS_OUT);
        }
    }

    private void requireReady(@Nullable Recopy recopy) {
        if (recopy != null && !recopy.ready()) {
            throw new RefusedException(
                    Kind.TARGET,
                    "TGT-122",
                    "Cannot open migration " + migration + ": `sealane resnapshot` of " + recopy.tables()
                            + " was interrupted, and their rows are gone in part. Run it again to its end.");
        }
    }

    /** A name can be used again, and so can a savepoint: of another migration, or of a removed one with the same name. */
    private void requireSameMigration(RegisteredMigration found) {
        for (LaneStamp stamp : stamps) {
            if (!stamp.lineage().equals(found.lineage())) {
                throw new RefusedException(
                        Kind.TARGET,
                        "TGT-121",
                        "Cannot restore migration " + migration + " from checkpoint " + restored.orElse(0)
                                + ": it was taken of another migration, or of this one before it was prepared anew."
                                + " Its lineage is [" + stamp.lineage() + "], the target has [" + found.lineage()
                                + "]. Restore a checkpoint of this migration.");
            }
        }
    }

    private void requireYoungerThan(@Nullable Recopy recopy) {
        for (LaneStamp stamp : stamps) {
            if (recopy != null && stamp.generation() <= recopy.generation()) {
                throw new RefusedException(
                        Kind.TARGET,
                        "TGT-120",
                        "Cannot restore migration " + migration + " from checkpoint " + restored.orElse(0)
                                + ": it is older than the request to copy " + recopy.tables()
                                + " again (generation " + stamp.generation() + ", the request has "
                                + recopy.generation() + "), so it would leave them out. Run the job without a"
                                + " checkpoint; it goes on from the fences.");
            }
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
                                + " checkpoint or savepoint; without one, go on from the fences with `sealane resnapshot"
                                + " --no-table`, or copy again with `sealane resnapshot`.");
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
            "If the whole target was set back to one moment, run `sealane resnapshot --no-table`: it goes on from the"
                    + " fences, if the slot still holds what came after them. Else copy again with `sealane resnapshot"
                    + " --all-tables`.";
}
