package io.sealane.source.event;

import io.sealane.mapping.MigrationPlan;
import io.sealane.mapping.TablePlan;
import io.sealane.model.LaneEvent;
import io.sealane.model.LargeText;
import io.sealane.model.Lsn;
import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.model.Operation;
import io.sealane.model.Position;
import io.sealane.model.RowEvent;
import io.sealane.model.RowText;
import io.sealane.model.SourceTable;
import io.sealane.model.TableId;
import io.sealane.model.Witness;
import io.sealane.source.postgres.stream.ChangeHandler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes lane events of the change stream: each change gets its lane and its ordinal, an update that moves the key becomes
 * a delete and an insert, values that the server did not send again are filled where the old row has them.
 *
 * <p>What it makes depends on the stream and the plan alone, so every replay gives the same events at the same positions.
 * Only the marks depend on the clock, and they move no position. Confined to the stream task's thread.
 */
public final class ChangeTranslator implements ChangeHandler {
    private final Map<TableId, TablePlan> tables;
    private final MigrationPlan plan;
    private final Batcher out;
    private final MarkClock marks;
    private final @Nullable Lsn end;

    private Witness reached = Witness.first(0, Lsn.ZERO);
    private Lsn commitLsn = Lsn.ZERO;
    private long ordinal;
    private boolean ended;

    /**
     * @param end transactions that commit at or after it are left out and end the stream; null for no end
     */
    public ChangeTranslator(MigrationPlan plan, Batcher out, MarkClock marks, @Nullable Lsn end) {
        this.plan = plan;
        this.tables = new HashMap<>(plan.bySource());
        this.out = out;
        this.marks = marks;
        this.end = end;
    }

    /**
     * Tells every lane that the reader is attached, before the first event. The mark that follows moves no fence: it tells
     * the first lane, whose writer keeps it in the target, what is known of the source's history.
     */
    public void open(String lineage, Witness start, Lsn consistencyPoint) {
        for (int lane = 0; lane < plan.lanes().count(); lane++) {
            out.add(new LaneEvent.Open(lane, lineage, start.position(), consistencyPoint));
        }
        out.add(new LaneEvent.Mark(0, start, start.commitMicros()));
        reached = start;
        out.moveBoundary(reached);
        out.cut();
    }

    /** Nothing is pending at the source, and everything before {@code position} has been delivered. */
    public void idle(Lsn position) {
        if (end != null && position.compareTo(end) >= 0) {
            finish(end);
        } else if (marks.isDueAt(position)) {
            mark(position, marks.nowMicros());
        }
    }

    /** Whether everything before the end has been delivered. */
    public boolean hasEnded() {
        return ended;
    }

    @Override
    public void begin(Lsn transaction, long commitMicros) {
        if (end != null && transaction.compareTo(end) >= 0) {
            finish(end);
        }
        commitLsn = transaction;
        ordinal = 0;
    }

    @Override
    public void insert(SourceTable table, RowText after) {
        TablePlan to = planOf(table);
        insert(to, lane(to, after), Operation.INSERT, after);
    }

    @Override
    public void update(SourceTable table, @Nullable RowText old, RowText after) {
        TablePlan to = planOf(table);
        if (old == null) {
            update(to, lane(to, after), null, after);
            return;
        }
        RowText filled = after.fillUnchangedFrom(old);
        String oldKey = key(to, old);
        String newKey = key(to, filled);
        if (oldKey.equals(newKey)) {
            update(to, lane(to, newKey), old.hasUnchanged() ? null : old.detached(), filled);
        } else {
            delete(to, lane(to, oldKey), Operation.UPDATE, old);
            insert(to, lane(to, newKey), Operation.UPDATE, filled);
        }
    }

    @Override
    public void delete(SourceTable table, RowText old) {
        TablePlan to = planOf(table);
        delete(to, lane(to, old), Operation.DELETE, old);
    }

    @Override
    public void truncate(List<SourceTable> truncated) {
        if (!ended) {
            String names = truncated.stream().map(t -> t.id().toString()).collect(Collectors.joining(", "));
            throw new MigrationException(
                    Kind.SOURCE,
                    "SRC-320",
                    "Cannot apply TRUNCATE of " + names + " at " + commitLsn
                            + ": it names no rows, so their lanes cannot order it. Empty the tables at the target and"
                            + " start a new migration of them, and use DELETE at the source until cutover.");
        }
    }

    @Override
    public void commit(Lsn transaction, Lsn endLsn, long commitMicros) {
        if (!ended) {
            out.endTransaction(commitMicros);
            if (ordinal > 0) {
                reached = reached.after(transaction, commitMicros);
            }
            if (marks.isDueAt(endLsn)) {
                mark(endLsn, commitMicros);
            }
        }
    }

    private void finish(Lsn at) {
        if (!ended) {
            mark(at, marks.nowMicros());
            out.cut();
            ended = true;
        }
    }

    /**
     * A restart may begin at a position only if every lane's fence has it: a lane without changes knows it from marks alone.
     * So each boundary follows its marks, in one batch with them.
     */
    private void mark(Lsn lsn, long micros) {
        reached = reached.at(lsn);
        for (int lane = 0; lane < plan.lanes().count(); lane++) {
            out.add(new LaneEvent.Mark(lane, reached, micros));
        }
        marks.markedAt(lsn);
        out.moveBoundary(reached);
    }

    private void insert(TablePlan to, int lane, Operation operation, RowText after) {
        add(new RowEvent.Insert(lane, to.number(), next(), operation, after.detached()), to.largeTexts(after));
    }

    private void update(TablePlan to, int lane, @Nullable RowText before, RowText after) {
        add(new RowEvent.Update(lane, to.number(), next(), before, after.detached()), to.largeTexts(after));
    }

    private void delete(TablePlan to, int lane, Operation operation, RowText old) {
        add(new RowEvent.Delete(lane, to.number(), next(), operation, old.detached()), List.of());
    }

    private void add(RowEvent event, List<LargeText> values) {
        if (!ended) {
            out.add(event, values);
        }
    }

    private Position next() {
        return new Position(commitLsn, ++ordinal);
    }

    private TablePlan planOf(SourceTable table) {
        TablePlan found = tables.get(table.id());
        if (found == null) {
            throw new IllegalStateException("BUG: a change of " + table.id() + ", which is not in the plan");
        }
        return found;
    }

    private int lane(TablePlan table, RowText row) {
        return lane(table, key(table, row));
    }

    private int lane(TablePlan table, String key) {
        return plan.lanes().laneOf(table, key);
    }

    private String key(TablePlan table, RowText row) {
        try {
            return table.sourceKey(row);
        } catch (IllegalArgumentException e) {
            throw new MigrationException(
                    Kind.SOURCE,
                    "SRC-321",
                    "Cannot apply a change of " + table.source().id() + " at " + commitLsn + ", event " + ordinal
                            + ": it does not carry the key (" + e.getMessage() + "), replica identity is "
                            + table.source().identity()
                            + ". Make the replica identity cover the key, or set it to FULL, and start a new migration"
                            + " of the table.",
                    e);
        }
    }
}
