package io.sealane.source.event;

import io.sealane.model.LaneEvent;
import io.sealane.model.LargeText;
import io.sealane.model.RowEvent;
import io.sealane.model.Witness;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects events into batches. A batch may end inside a transaction; its boundary is then an earlier one's end, so memory
 * does not depend on the size of transactions and a restart replays the open one whole. Large values follow their row in
 * batches of a piece each, cut when they are asked for.
 *
 * <p>Confined to the fetch task's thread.
 */
public final class Batcher {
    private final Supplier<BatchLimit> limit;
    private final Queue<Full> full = new ArrayDeque<>();
    private @Nullable Pieces pieces;

    private BatchLimit current;
    private List<LaneEvent> events = new ArrayList<>();
    private int rows;
    private long bytes;
    private int transactions;
    private @Nullable Witness boundary;
    private boolean boundaryMoved;
    private long commitMicros;

    /** @param values large values of the batch's last row, which go out behind it */
    private record Full(EventBatch batch, List<LargeText> values) {}

    /** @param limit asked anew for each batch, as it may change under a running job */
    public Batcher(Supplier<BatchLimit> limit) {
        this.limit = limit;
        this.current = limit.get();
    }

    public void add(LaneEvent event) {
        if (event instanceof RowEvent row) {
            if (rows > 0 && bytes + row.size() > current.bytes()) {
                cut();
            }
            events.add(event);
            rows++;
            bytes += row.size();
            if (rows >= current.rows() || bytes >= current.bytes()) {
                cut();
            }
        } else {
            events.add(event);
        }
    }

    /**
     * @param row without hold on its large values, so that only what is still to be sent keeps their message in memory
     * @param values large values of the row, in the order of its columns
     */
    public void add(RowEvent row, List<LargeText> values) {
        if (values.isEmpty()) {
            add(row);
            return;
        }
        events.add(row);
        rows++;
        bytes += row.size();
        cut(values);
    }

    /** A transaction has been added whole. */
    public void endTransaction(long micros) {
        transactions++;
        commitMicros = micros;
    }

    /** Everything before its position has been added, and its marks: a restart may begin there. */
    public void moveBoundary(Witness reached) {
        if (!reached.equals(boundary)) {
            boundary = reached;
            boundaryMoved = true;
        }
    }

    /** Ends the batch here, if it holds anything or has a boundary that nobody was told yet. */
    public void cut() {
        cut(List.of());
    }

    private void cut(List<LargeText> values) {
        if (!events.isEmpty() || boundaryMoved) {
            EventBatch batch = new EventBatch(events, rows, bytes, transactions, boundary, commitMicros);
            full.add(new Full(batch, values));
            events = new ArrayList<>();
            rows = 0;
            bytes = 0;
            transactions = 0;
            boundaryMoved = false;
            current = limit.get();
        }
    }

    /** Whether a complete batch waits to be taken. */
    public boolean isFull() {
        return pieces != null || !full.isEmpty();
    }

    /** The next batch that is complete, null if none is. */
    public @Nullable EventBatch poll() {
        if (pieces != null) {
            EventBatch piece = pieces.next(limit.get().bytes());
            if (!pieces.hasNext()) {
                pieces = null;
            }
            return piece;
        }
        Full next = full.poll();
        if (next == null) {
            return null;
        }
        if (!next.values().isEmpty()) {
            pieces = new Pieces(next.batch(), next.values());
        }
        return next.batch();
    }
}
