package io.sealane.transform;

import io.sealane.mapping.MigrationPlan;
import io.sealane.model.LaneEvent;
import io.sealane.model.Operation;
import io.sealane.model.RowEvent;
import io.sealane.types.MetricLabels;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFilterFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;

/** Drops the changes that a table's configuration leaves out, and counts them. Copied rows and control events pass. */
public final class AppliedOperations extends RichFilterFunction<LaneEvent> {
    private static final long serialVersionUID = 1L;

    private final MigrationPlan plan;
    private transient Counter dropped = new SimpleCounter();

    public AppliedOperations(MigrationPlan plan) {
        this.plan = plan;
    }

    @Override
    public void open(OpenContext context) {
        dropped = MetricLabels.on(getRuntimeContext().getMetricGroup(), plan).counter("changesLeftOut");
    }

    @Override
    public boolean filter(LaneEvent event) {
        if (event instanceof RowEvent.Insert insert) {
            return keeps(insert.table(), insert.operation());
        }
        if (event instanceof RowEvent.Update update) {
            return keeps(update.table(), Operation.UPDATE);
        }
        if (event instanceof RowEvent.Delete delete) {
            return keeps(delete.table(), delete.operation());
        }
        return true;
    }

    private boolean keeps(int table, Operation operation) {
        boolean keeps = plan.table(table).operations().contains(operation);
        if (!keeps) {
            dropped.inc();
        }
        return keeps;
    }
}
