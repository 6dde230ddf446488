package io.sealane.transform;

import io.sealane.mapping.Lanes;
import io.sealane.mapping.MigrationPlan;
import io.sealane.mapping.Plans;
import io.sealane.mapping.TablePlan;
import io.sealane.model.LaneEvent.Mark;
import io.sealane.model.Lsn;
import io.sealane.model.RowText;
import io.sealane.model.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ByLaneTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 128})
    void everyLaneReachesTheSubtaskThatClaimsIt(int parallelism) {
        Lanes lanes = new Lanes(128);
        ByLane byLane = new ByLane(lanes);

        for (int subtask = 0; subtask < parallelism; subtask++) {
            for (int lane : ByLane.lanesOf(lanes, parallelism, subtask)) {
                int key = byLane.getKey(new Mark(lane, Witness.first(1, Lsn.ZERO), 0));
                assertThat(KeyGroupRangeAssignment.assignKeyToParallelOperator(key, lanes.count(), parallelism))
                        .as("lane %s", lane)
                        .isEqualTo(subtask);
            }
        }
    }

    @Test
    void lanesSpreadOverSubtasksWithinOne() {
        Lanes lanes = new Lanes(128);

        List<Integer> sizes = IntStream.range(0, 3)
                .mapToObj(subtask -> ByLane.lanesOf(lanes, 3, subtask).size())
                .toList();

        assertThat(sizes).allMatch(size -> size == 42 || size == 43);
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(128);
    }

    @Test
    void rowsSpreadOverLanes() {
        MigrationPlan plan = Plans.of(1, "int8");
        TablePlan table = plan.table(0);
        int[] rows = new int[128];

        for (int i = 0; i < 128_000; i++) {
            rows[plan.lanes().laneOf(table, table.sourceKey(RowText.of(Integer.toString(i))))]++;
        }

        assertThat(new ArrayList<>(IntStream.of(rows).boxed().toList())).allMatch(n -> n > 850 && n < 1150);
    }
}
