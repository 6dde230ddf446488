package io.sealane.transform;

import io.sealane.mapping.MigrationPlan;
import io.sealane.mapping.TablePlan;
import io.sealane.model.LaneEvent;
import io.sealane.model.RowEvent;
import io.sealane.model.RowText;
import org.apache.flink.api.common.functions.MapFunction;

/** Brings each row from the source's column order into the target's bind order, without the dropped columns. */
public final class MapRows implements MapFunction<LaneEvent, LaneEvent> {
    private static final long serialVersionUID = 1L;

    private final MigrationPlan plan;

    public MapRows(MigrationPlan plan) {
        this.plan = plan;
    }

    @Override
    public LaneEvent map(LaneEvent event) {
        if (event instanceof RowEvent.CopiedRow copied) {
            TablePlan table = plan.table(copied.table());
            return new RowEvent.CopiedRow(copied.lane(), copied.table(), table.project(copied.row()));
        }
        if (event instanceof RowEvent.Insert insert) {
            return new RowEvent.Insert(
                    insert.lane(),
                    insert.table(),
                    insert.position(),
                    insert.operation(),
                    plan.table(insert.table()).project(insert.after()));
        }
        if (event instanceof RowEvent.Update update) {
            // The old row has done its work in the reader and the filter; the writer finds the row by its key.
            RowText after = plan.table(update.table()).project(update.after());
            return new RowEvent.Update(update.lane(), update.table(), update.position(), null, after);
        }
        if (event instanceof RowEvent.Delete delete) {
            return new RowEvent.Delete(
                    delete.lane(),
                    delete.table(),
                    delete.position(),
                    delete.operation(),
                    plan.table(delete.table()).project(delete.before()));
        }
        return event;
    }
}
