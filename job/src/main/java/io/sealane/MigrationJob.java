package io.sealane;

import io.sealane.mapping.MigrationPlan;
import io.sealane.model.LaneEvent;
import io.sealane.transform.AppliedOperations;
import io.sealane.transform.ByLane;
import io.sealane.transform.MapRows;
import io.sealane.types.LaneEventType;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The whole way of a row, in one sentence.
 *
 * <pre>
 * ┌──────┐ keyBy(lane) ┌────────┐ forward ┌─────┐ forward ┌───────┐
 * │ READ │────────────▶│ FILTER │────────▶│ MAP │────────▶│ WRITE │──▶ Oracle
 * └──────┘             └────────┘         └─────┘         └───────┘
 * </pre>
 *
 * <p>There is one {@code keyBy}, so a lane's order holds from the reader to Oracle. Source and sink come in from
 * outside, so a test passes its own.
 *
 * @param plan the tables and lanes
 * @param source emits {@link LaneEvent}s with rows in the source's column order
 * @param sink takes them with rows in the target's bind order
 */
public record MigrationJob(MigrationPlan plan, Source<LaneEvent, ?, ?> source, Sink<LaneEvent> sink) {

    /** Adds the job's four operators to {@code env}. */
    public void attachTo(StreamExecutionEnvironment env) {
        // Lanes are key groups one to one, so no parallelism above their number has work.
        env.setMaxParallelism(plan.lanes().count());
        var events = Stage.READ.label(
                env.fromSource(source, WatermarkStrategy.noWatermarks(), Stage.READ.title(), LaneEventType.INFO));
        var kept = Stage.FILTER.label(
                events.keyBy(new ByLane(plan.lanes()), Types.INT).filter(new AppliedOperations(plan)));
        var mapped = Stage.MAP.label(kept.forward().map(new MapRows(plan), LaneEventType.INFO));
        Stage.WRITE.label(mapped.forward().sinkTo(sink));
    }
}
