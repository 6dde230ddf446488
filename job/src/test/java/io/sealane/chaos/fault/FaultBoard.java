package io.sealane.chaos.fault;

import io.sealane.model.Lsn;
import io.sealane.model.MigrationException;
import io.sealane.model.Position;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Where a run asks for failures and the job's own threads find them, and where they leave what they saw. Flink makes
 * its functions from bytes, so a function finds its board by name: the one static map of the tests, on purpose.
 */
public final class FaultBoard implements AutoCloseable {
    private static final Map<String, FaultBoard> BOARDS = new ConcurrentHashMap<>();

    /** Where inside the job a failure may be asked for. */
    public enum Point {
        /** The writer is handed an event. */
        WRITE,
        /** The next checkpoint but one, where both fell into one transaction: the first of them has completed. */
        INSIDE_TRANSACTION,
        /** A checkpoint asks the writer to write everything; nothing of it is written. */
        BEFORE_FLUSH,
        /** The writer has committed everything for a checkpoint that will not complete. */
        AFTER_FLUSH,
        /** A task cannot store its part of a checkpoint. */
        TASK_STATE,
        /** All tasks have stored their parts, and the checkpoint still does not complete. */
        CHECKPOINT_METADATA
    }

    static final Position NO_POSITION = Position.before(Lsn.ZERO);

    private final String name = UUID.randomUUID().toString();
    private final Map<Point, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final Map<Point, AtomicInteger> fired = new ConcurrentHashMap<>();
    private final Map<Integer, Position> seen = new ConcurrentHashMap<>();
    private final AtomicLong replayed = new AtomicLong();
    private final CounterTotals counters = new CounterTotals();
    private final AtomicReference<String> bug = new AtomicReference<>("");

    public FaultBoard() {
        for (Point point : Point.values()) {
            asked.put(point, new AtomicInteger());
            fired.put(point, new AtomicInteger());
        }
        BOARDS.put(name, this);
    }

    static FaultBoard named(String name) {
        FaultBoard board = BOARDS.get(name);
        if (board == null) {
            throw new IllegalStateException("BUG: no fault board " + name + "; its run has ended");
        }
        return board;
    }

    public String name() {
        return name;
    }

    /** Asks for one failure the next time the job passes {@code point}. */
    public void fail(Point point) {
        asked.get(point).incrementAndGet();
    }

    /** Takes back every failure that has not happened yet. */
    public void calm() {
        asked.values().forEach(count -> count.set(0));
    }

    /** Failures that happened at {@code point}. */
    public int fired(Point point) {
        return fired.get(point).get();
    }

    /** Events that reached the writers more than once. */
    public long replayed() {
        return replayed.get();
    }

    /** What the product's own counters say, over all attempts. */
    public CounterTotals counters() {
        return counters;
    }

    /** Job side: whether to fail here and now. */
    boolean failsAt(Point point) {
        boolean fails = asked.get(point).getAndUpdate(n -> Math.max(0, n - 1)) > 0;
        if (fails) {
            fired.get(point).incrementAndGet();
        }
        return fails;
    }

    /** Job side: an event reached the writer of {@code lane}. Copied rows have no position and are not replays. */
    void see(int lane, Position position) {
        Position furthest = seen.merge(lane, position, (old, now) -> now.isAfter(old) ? now : old);
        if (!position.equals(NO_POSITION) && !furthest.equals(position)) {
            replayed.incrementAndGet();
        }
    }

    /** Job side: the product refused an event. That it found itself wrong is a finding, though a restart may hide it. */
    void report(MigrationException refusal) {
        if (refusal.kind() == MigrationException.Kind.BUG) {
            bug.compareAndSet("", refusal.getMessage());
        }
    }

    /** What the product said first of a state that cannot be; empty if it never did. */
    public String bug() {
        return bug.get();
    }

    @Override
    public void close() {
        BOARDS.remove(name);
    }
}
