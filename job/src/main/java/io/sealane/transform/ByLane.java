package io.sealane.transform;

import io.sealane.mapping.Lanes;
import io.sealane.model.LaneEvent;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * Routes an event to its lane. With as many key groups as lanes, lane {@code n} is key group {@code n}: lanes spread
 * evenly over any parallelism, and a subtask can tell which lanes are its own.
 *
 * <p>Flink hashes keys into key groups, so a lane's key is the smallest number that Flink hashes into the group of that
 * lane's number.
 */
public final class ByLane implements KeySelector<LaneEvent, Integer> {
    private static final long serialVersionUID = 1L;

    private final int[] keys;

    public ByLane(Lanes lanes) {
        this.keys = keysOf(lanes.count());
    }

    @Override
    public Integer getKey(LaneEvent event) {
        return keys[event.lane()];
    }

    /** The lanes whose events reach this subtask of an operator that runs {@code parallelism} wide behind the keyBy. */
    public static List<Integer> lanesOf(Lanes lanes, int parallelism, int subtask) {
        KeyGroupRange range =
                KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(lanes.count(), parallelism, subtask);
        return IntStream.rangeClosed(range.getStartKeyGroup(), range.getEndKeyGroup())
                .boxed()
                .toList();
    }

    private static int[] keysOf(int lanes) {
        int[] keys = new int[lanes];
        boolean[] found = new boolean[lanes];
        int missing = lanes;
        for (int key = 0; missing > 0; key++) {
            int group = KeyGroupRangeAssignment.assignToKeyGroup(key, lanes);
            if (!found[group]) {
                found[group] = true;
                keys[group] = key;
                missing--;
            }
        }
        return keys;
    }
}
