package io.sealane.sink;

import io.sealane.config.TargetConfig;
import io.sealane.mapping.MigrationPlan;
import io.sealane.model.LaneEvent;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
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

    @Override
    public StatefulSinkWriter<LaneEvent, LaneStamp> restoreWriter(
            WriterInitContext context, Collection<LaneStamp> stamps) throws IOException {
        throw new IOException(target.url() + plan.migration() + fetchers + stamps);
    }

    @Override
    public SimpleVersionedSerializer<LaneStamp> getWriterStateSerializer() {
        return new LaneStampSerializer();
    }
}
