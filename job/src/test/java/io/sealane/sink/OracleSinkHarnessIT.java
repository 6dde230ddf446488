package io.sealane.sink;

import io.sealane.model.LaneEvent;
import io.sealane.model.RowEvent;
import io.sealane.transform.ByLane;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.sealane.sink.TestingTarget.LINEAGE;
import static io.sealane.sink.TestingTarget.ORDERS;
import static io.sealane.sink.TestingTarget.START;
import static io.sealane.sink.TestingTarget.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The sink as Flink's operator: timers, checkpoints, restore and rescale, on the stand-in. */
class OracleSinkHarnessIT {
    private static final int LANES = TestingTarget.LANES.count();

    private TestingTarget target;

    @BeforeEach
    void start() throws Exception {
        target = new TestingTarget();
    }

    @AfterEach
    void stop() throws Exception {
        target.close();
    }

    @Test
    void rowsAreFlushedWhenTheIntervalHasPassed() throws Exception {
        try (var operator = operator(1, 0)) {
            operator.setProcessingTime(10_000);
            operator.open();
            operator.processElement(target.copied(ORDERS, order("1", "ann", null, null, null)), 0);

            operator.setProcessingTime(10_999);
            assertThat(target.query("SELECT ID FROM ORDERS")).isEmpty();
            operator.setProcessingTime(11_000);

            assertThat(target.query("SELECT ID FROM ORDERS")).containsExactly("1");
        }
    }

    @Test
    void idleWriterRenewsItsLease() throws Exception {
        try (var operator = operator(1, 0)) {
            operator.setProcessingTime(0);
            operator.open();
            List<String> before = target.query("SELECT DISTINCT FLUSH FROM SEALANE_FENCE");
            operator.setProcessingTime(10_000);

            assertThat(before).containsExactly("0");
            assertThat(target.query("SELECT DISTINCT FLUSH FROM SEALANE_FENCE")).containsExactly("1");
            operator.setProcessingTime(20_000);
            assertThat(target.query("SELECT DISTINCT FLUSH FROM SEALANE_FENCE")).containsExactly("2");
        }
    }

    @Test
    void checkpointStampsTheFencesAndARescaledJobGoesOn() throws Exception {
        List<OperatorSubtaskState> states = new ArrayList<>();
        for (int subtask = 0; subtask < 2; subtask++) {
            try (var operator = operator(2, subtask)) {
                operator.open();
                feed(operator, 2, subtask, 50);
                operator.prepareSnapshotPreBarrier(8);
                states.add(operator.snapshot(8, 0));
                feed(operator, 2, subtask, 60);
            }
        }
        assertThat(target.query("SELECT DISTINCT CHECKPOINT FROM SEALANE_FENCE"))
                .containsExactly("8");

        OperatorSubtaskState all =
                AbstractStreamOperatorTestHarness.repackageState(states.toArray(OperatorSubtaskState[]::new));
        for (int subtask = 0; subtask < 3; subtask++) {
            try (var operator = operator(3, subtask)) {
                operator.setRestoredCheckpointId(8);
                operator.initializeState(
                        AbstractStreamOperatorTestHarness.repartitionOperatorState(all, LANES, 2, 3, subtask));
                operator.open();
                feed(operator, 3, subtask, 100);
                operator.prepareSnapshotPreBarrier(9);
                operator.snapshot(9, 0);
            }
        }

        assertThat(target.query("SELECT COUNT(*), COUNT(DISTINCT ID) FROM ORDERS"))
                .containsExactly("100|100");
        assertThat(target.query("SELECT DISTINCT CHECKPOINT FROM SEALANE_FENCE"))
                .containsExactly("9");
    }

    @Test
    void faultThatCannotHealEndsTheJob() throws Exception {
        try (var operator = operator(1, 0)) {
            operator.open();
            operator.processElement(target.copied(ORDERS, order("1", "x".repeat(41), null, null, null)), 0);

            assertThatThrownBy(() -> operator.prepareSnapshotPreBarrier(1))
                    .isInstanceOf(SuppressRestartsException.class)
                    .hasStackTraceContaining("column NAME")
                    .hasStackTraceContaining("41 bytes, and VARCHAR2 holds 40 bytes");
        }
    }

    /** Opens the subtask's lanes and inserts those of the rows 0 to {@code to} that are its own. */
    private void feed(
            OneInputStreamOperatorTestHarness<LaneEvent, CommittableMessage<Void>> operator,
            int parallelism,
            int subtask,
            int to)
            throws Exception {
        List<Integer> own = ByLane.lanesOf(TestingTarget.LANES, parallelism, subtask);
        for (int lane : own) {
            operator.processElement(new LaneEvent.Open(lane, LINEAGE.text(), START, START), 0);
        }
        for (int i = 0; i < to; i++) {
            RowEvent event = target.insert(ORDERS, 0x2000 + i, 1, order("" + i, "n", null, null, null));
            if (own.contains(event.lane())) {
                operator.processElement(event, 0);
            }
        }
    }

    private OneInputStreamOperatorTestHarness<LaneEvent, CommittableMessage<Void>> operator(
            int parallelism, int subtask) throws Exception {
        return new OneInputStreamOperatorTestHarness<>(factory(), LANES, parallelism, subtask, new OperatorID(1, 2));
    }

    private SinkWriterOperatorFactory<LaneEvent, Void> factory() {
        return new SinkWriterOperatorFactory<>(
                new OracleSink(target.config(), target.plan, TestingTarget.TestingFetcher::new));
    }
}
