package io.sealane.fence;

import io.sealane.fence.LaneState.Finding;
import io.sealane.model.Lsn;
import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The lanes that one writer holds, all under one generation. Lanes are key groups, so a writer's are neighbours. Not
 * thread-safe; belongs to the writer.
 */
public final class HeldLanes {
    private final String migration;
    private final long generation;
    private final Map<Integer, LaneState> lanes = new TreeMap<>();

    /**
     * Lanes as they were found when they were taken.
     *
     * @param own the writer's lanes
     * @param rows fence rows, those of {@code own} among them
     */
    public HeldLanes(String migration, long generation, Collection<Integer> own, Collection<FenceRow> rows) {
        this.migration = migration;
        this.generation = generation;
        for (FenceRow row : rows) {
            if (own.contains(row.lane())) {
                lanes.put(row.lane(), new LaneState(row));
            }
        }
    }

    public long generation() {
        return generation;
    }

    public LaneState lane(int number) {
        LaneState lane = lanes.get(number);
        if (lane == null) {
            throw new MigrationException(
                    Kind.BUG,
                    "BUG-163",
                    "An event of lane " + number + " arrived at the writer of lanes " + lanes.keySet()
                            + ". Report this with the job's log.");
        }
        return lane;
    }

    /** In ascending order. */
    public List<Integer> numbers() {
        return List.copyOf(lanes.keySet());
    }

    /** In ascending order. */
    public List<LaneState> all() {
        return List.copyOf(lanes.values());
    }

    /** Those that have accepted more than is committed, in ascending order. */
    public List<LaneState> behind() {
        return lanes.values().stream().filter(LaneState::isBehind).toList();
    }

    /** Every change before it is committed in all of these lanes. */
    public Lsn applied() {
        return lanes.values().stream()
                .map(lane -> lane.committed().commitLsn())
                .min(Lsn::compareTo)
                .orElse(Lsn.ZERO);
    }

    /** What a checkpoint has to remember. */
    public List<LaneStamp> stamps(long checkpoint) {
        return lanes.values().stream()
                .map(lane -> new LaneStamp(lane.lane(), lane.lineage(), generation, checkpoint, lane.committed()))
                .toList();
    }

    /**
     * What the rows, found and locked after the session was lost, say about the flush that was under way.
     *
     * @param touched lanes of that flush
     */
    public Finding judge(Collection<FenceRow> found, Collection<LaneState> touched, long flush) {
        Map<Integer, FenceRow> rows = new HashMap<>();
        found.forEach(row -> rows.put(row.lane(), row));
        Set<Finding> all = EnumSet.noneOf(Finding.class);
        Set<Finding> ofTouched = EnumSet.noneOf(Finding.class);
        for (LaneState lane : lanes.values()) {
            FenceRow row = rows.get(lane.lane());
            Finding finding = row == null ? Finding.TARGET_LOST : lane.judge(row, generation, flush);
            all.add(finding);
            if (touched.contains(lane)) {
                ofTouched.add(finding);
            }
        }
        for (Finding worst : List.of(Finding.TAKEN_OVER, Finding.TARGET_LOST, Finding.CHANGED_BY_OTHERS)) {
            if (all.contains(worst)) {
                return worst;
            }
        }
        // The lanes of a flush move in one transaction: all or none.
        return ofTouched.size() == 1 ? ofTouched.iterator().next() : Finding.CHANGED_BY_OTHERS;
    }

    /** A newer writer holds these lanes; this one is a leftover and must end. */
    public MigrationException takenOver() {
        return new MigrationException(
                Kind.TARGET,
                "TGT-118",
                "Cannot write " + name()
                        + ": stale generation, a newer writer has taken them over. Nothing to do if the"
                        + " job goes on; this one was the leftover of an earlier attempt.");
    }

    /**
     * The fence is behind what this writer committed, or somewhere no writer can have put it.
     *
     * @param found all fence rows
     */
    public RefusedException targetLost(Finding finding, Collection<FenceRow> found) {
        return new RefusedException(
                Kind.TARGET,
                "TGT-119",
                "Cannot write " + name() + ": their fence rows are "
                        + (finding == Finding.TARGET_LOST
                                ? "gone or behind what this writer committed, as after a restore of the target from a backup"
                                : "not where this writer left them, so something else has changed them")
                        + firstDifference(found)
                        + ". If the whole target was set back to one moment, stop the job and run `sealane resnapshot"
                        + " --no-table`: it goes on from the fences, if the slot still holds what came after them."
                        + " Else copy again with `sealane resnapshot --all-tables`.");
    }

    private String firstDifference(Collection<FenceRow> found) {
        Map<Integer, FenceRow> rows = new HashMap<>();
        found.forEach(row -> rows.put(row.lane(), row));
        for (LaneState lane : lanes.values()) {
            FenceRow row = rows.get(lane.lane());
            if (row == null) {
                return " (lane " + lane.lane() + " has no row, " + lane.committed() + " was committed)";
            }
            if (row.generation() != generation
                    || row.flush() != lane.committedFlush()
                    || !row.position().equals(lane.committed())) {
                return " (lane " + lane.lane() + " is at " + row.position() + ", generation " + row.generation()
                        + ", flush " + row.flush() + "; committed were " + lane.committed() + ", generation "
                        + generation + ", flush " + lane.committedFlush() + ")";
            }
        }
        return "";
    }

    private String name() {
        return "lanes " + lanes.keySet() + " of migration " + migration + " under generation " + generation;
    }
}
