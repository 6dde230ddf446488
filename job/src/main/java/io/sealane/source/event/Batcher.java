package io.sealane.source.event;

import io.sealane.model.LaneEvent;
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
 * does not depend on the size of transactions and a restart replays the open one whole.
 *
 * <p>Confined to the fetch task's thread.
 */
public final class Batcher {
    private final Supplier<BatchLimit> limit;
    private final Queue<EventBatch> full = new ArrayDeque<>();

    private BatchLimit current;
    private List<LaneEvent> events = new ArrayList<>();
    private int rows;
    private long bytes;
    private int transactions;
    private @Nullable Witness boundary;
    private boolean boundaryMoved;
    private long commitMicros;

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
        if (!events.isEmpty() || boundaryMoved) {
            full.add(new EventBatch(events, rows, bytes, transactions, boundary, commitMicros));
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
        return !full.isEmpty();
    }

    /** The next batch that is complete, null if none is. */
    public @Nullable EventBatch poll() {
        return full.poll();
    }
}
