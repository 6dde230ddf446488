package io.sealane.sink;

import io.sealane.config.TargetConfig;
import io.sealane.fence.Claim;
import io.sealane.fence.LaneStamp;
import io.sealane.fence.Opening;
import io.sealane.fence.RefusedException;
import io.sealane.mapping.MigrationPlan;
import io.sealane.model.LaneEvent;
import io.sealane.transform.ByLane;
import io.sealane.types.FinalFault;
import io.sealane.types.MetricLabels;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** WRITE: puts lane events, rows in the target's bind order, into Oracle, each exactly once. */
public final class OracleSink implements Sink<LaneEvent>, SupportsWriterState<LaneEvent, LaneStamp> {
    private static final long serialVersionUID = 1L;

    private final TargetConfig target;
    private final MigrationPlan plan;
    private final RowFetcher.Factory fetchers;

    public OracleSink(TargetConfig target, MigrationPlan plan, RowFetcher.Factory fetchers) {
        this.target = target;
        this.plan = plan;
        this.fetchers = fetchers;
    }

    @Override
    public SinkWriter<LaneEvent> createWriter(WriterInitContext context) throws IOException {
        return restoreWriter(context, List.of());
    }

    /** Flink 1.20 still declares this; it calls only the other. */
    @Override
    @Deprecated
    public SinkWriter<LaneEvent> createWriter(InitContext context) {
        throw new UnsupportedOperationException("BUG: Flink called the old createWriter");
    }

    /** Waits here until the lanes are the writer's; a start that must not be ends the job for good. */
    @Override
    public StatefulSinkWriter<LaneEvent, LaneStamp> restoreWriter(
            WriterInitContext context, Collection<LaneStamp> stamps) throws IOException {
        SinkCounters counters = new SinkCounters();
        counters.registerAt(context.metricGroup(), MetricLabels.on(context.metricGroup(), plan));
        try {
            LaneWriter writer = LaneWriter.open(target, plan, opening(context, stamps), fetchers.create(), counters);
            return new OracleWriter(writer, target, context.getProcessingTimeService());
        } catch (RefusedException e) {
            throw new FinalFault(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Cancelled while opening migration " + plan.migration());
        }
    }

    @Override
    public SimpleVersionedSerializer<LaneStamp> getWriterStateSerializer() {
        return new LaneStampSerializer();
    }

    private Opening opening(WriterInitContext context, Collection<LaneStamp> stamps) {
        TaskInfo task = context.getTaskInfo();
        OptionalLong restored = context.getRestoredCheckpointId();
        Claim claim =
                new Claim(context.getJobInfo().getJobId().toHexString(), restored.orElse(0), task.getAttemptNumber());
        List<Integer> own =
                ByLane.lanesOf(plan.lanes(), task.getNumberOfParallelSubtasks(), task.getIndexOfThisSubtask());
        return new Opening(
                plan.migration(), claim, restored, plan.lanes(), plan.routes().fingerprint(), own, stamps);
    }
}
