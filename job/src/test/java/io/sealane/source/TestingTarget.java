package io.sealane.source;

import io.sealane.fence.Applied;
import io.sealane.fence.FenceSpan;
import io.sealane.mapping.MigrationPlan;
import io.sealane.mapping.TablePlan;
import io.sealane.model.LaneEvent;
import io.sealane.model.Lineage;
import io.sealane.model.Lsn;
import io.sealane.model.Position;
import io.sealane.model.RowEvent;
import io.sealane.model.RowText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The target as it would be: rows by key, a fence a lane, and a memory of everything that arrived. It outlives attempts of the
 * job, as a database does, and finds any break of what the source promises.
 *
 * <p>Thread-safe. Reached by name, because a job's operators are copies.
 */
final class TestingTarget {
    private static final String LINEAGE = new Lineage("1", 1, "any", "any", "8/v1", "a1").text();
    private static final Map<String, TestingTarget> BY_NAME = new ConcurrentHashMap<>();

    private final MigrationPlan plan;
    private final Map<Integer, Position> fences = new HashMap<>();
    private final List<Map<String, RowText>> rows = new ArrayList<>();
    private final Map<Position, LaneEvent> seen = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final List<LaneEvent.Open> opens = new ArrayList<>();
    private final List<Predicate<LaneEvent>> failures = new ArrayList<>();
    private long copied;
    private long changes;
    private long replays;

    private TestingTarget(MigrationPlan plan) {
        this.plan = plan;
        plan.tables().forEach(table -> rows.add(new TreeMap<>()));
    }

    static TestingTarget create(String name, MigrationPlan plan) {
        TestingTarget target = new TestingTarget(plan);
        BY_NAME.put(name, target);
        return target;
    }

    static TestingTarget named(String name) {
        TestingTarget target = BY_NAME.get(name);
        if (target == null) {
            throw new IllegalStateException("No target " + name);
        }
        return target;
    }

    /** The next event that fits fails the job, before it is applied. */
    synchronized void failOnceAt(Predicate<LaneEvent> event) {
        failures.add(event);
    }

    synchronized void apply(LaneEvent event) {
        for (Predicate<LaneEvent> failure : failures) {
            if (failure.test(event)) {
                failures.remove(failure);
                throw new IllegalStateException("planted fault");
            }
        }
        event.match(new Apply());
    }

    private final class Apply implements LaneEvent.Cases<@Nullable Void> {
        @Override
        public @Nullable Void copied(RowEvent.CopiedRow row) {
            copied++;
            if (fences.containsKey(row.lane())) {
                faults.add("copied row behind a change in lane " + row.lane());
            }
            put(row.table(), row.row());
            return null;
        }

        @Override
        public @Nullable Void insert(RowEvent.Insert insert) {
            if (isNew(insert, insert.position())) {
                put(insert.table(), insert.after());
            }
            return null;
        }

        @Override
        public @Nullable Void update(RowEvent.Update update) {
            if (isNew(update, update.position())) {
                put(update.table(), update.after());
            }
            return null;
        }

        @Override
        public @Nullable Void delete(RowEvent.Delete delete) {
            if (isNew(delete, delete.position())) {
                rows.get(delete.table()).remove(key(delete.table(), delete.before()));
            }
            return null;
        }

        @Override
        public @Nullable Void piece(LaneEvent.Piece piece) {
            throw new IllegalStateException("Nothing here is large");
        }

        @Override
        public @Nullable Void open(LaneEvent.Open open) {
            opens.add(open);
            Position fence = fences.putIfAbsent(open.lane(), Position.before(open.start()));
            if (fence != null && open.start().isAfter(fence.commitLsn())) {
                faults.add("lane " + open.lane() + " opened at " + open.start() + " above its fence " + fence);
            }
            return null;
        }

        @Override
        public @Nullable Void mark(LaneEvent.Mark mark) {
            Position position = Position.before(mark.lsn());
            if (position.isAfter(fence(mark.lane()))) {
                fences.put(mark.lane(), position);
            }
            return null;
        }
    }

    private Position fence(int lane) {
        Position fence = fences.get(lane);
        if (fence == null) {
            faults.add("lane " + lane + " was not opened");
            return Position.before(Lsn.ZERO);
        }
        return fence;
    }

    private boolean isNew(RowEvent event, Position position) {
        changes++;
        LaneEvent before = seen.putIfAbsent(position, event);
        if (before != null && !before.equals(event)) {
            faults.add("position " + position + " came with another content");
        }
        if (!position.isAfter(fence(event.lane()))) {
            replays++;
            if (before == null) {
                faults.add("position " + position + " came after a later one");
            }
            return false;
        }
        fences.put(event.lane(), position);
        return true;
    }

    private void put(int table, RowText row) {
        rows.get(table).put(key(table, row), row);
    }

    private String key(int table, RowText row) {
        return plan.table(table).sourceKey(row);
    }

    /** Without control rows; a copy over applied changes is no subject of these tests. */
    synchronized Applied applications() {
        FenceSpan span = FenceSpan.NONE;
        for (Position fence : fences.values()) {
            span = span.with(fence);
        }
        return new Applied(span, span.highest().commitLsn(), LINEAGE, null, false, null);
    }

    /** A table's rows, each as its column texts, sorted by key. */
    synchronized List<List<@Nullable String>> rows(int table) {
        TablePlan shape = plan.table(table);
        return rows.get(table).values().stream()
                .map(row -> {
                    List<@Nullable String> texts = new ArrayList<>();
                    for (int i = 0; i < shape.source().columns().size(); i++) {
                        texts.add(row.text(i));
                    }
                    return texts;
                })
                .toList();
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    synchronized List<LaneEvent.Open> opens() {
        return List.copyOf(opens);
    }

    synchronized long copied() {
        return copied;
    }

    synchronized long changes() {
        return changes;
    }

    synchronized long distinctChanges() {
        return seen.size();
    }

    synchronized long replays() {
        return replays;
    }

    /** Everything that committed before it has been applied; zero before every lane was opened. */
    synchronized Lsn applied() {
        if (fences.size() < plan.lanes().count()) {
            return Lsn.ZERO;
        }
        return fences.values().stream()
                .map(Position::commitLsn)
                .min(Lsn::compareTo)
                .orElse(Lsn.ZERO);
    }
}
