package io.sealane.source.event;

import io.sealane.model.LaneEvent;
import io.sealane.model.LargeText;
import io.sealane.model.RowEvent;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * The batches that carry the large values of one row, a piece each. They move no boundary: a restart sends the row again,
 * and all its pieces.
 */
final class Pieces {
    /** However little a batch may hold; a value of a gigabyte is cut into 16,384 at most. */
    private static final int LEAST = 64 << 10;

    private static final int MOST = 512 << 10;

    private final EventBatch rowBatch;
    private final RowEvent row;
    private final Queue<LargeText> values;
    private long offset;

    /** @param rowBatch ends with the row */
    Pieces(EventBatch rowBatch, List<LargeText> values) {
        this.rowBatch = rowBatch;
        this.row = (RowEvent) rowBatch.events().get(rowBatch.events().size() - 1);
        this.values = new ArrayDeque<>(values);
    }

    boolean hasNext() {
        return !values.isEmpty();
    }

    /** @param limit bytes that a batch may hold now */
    EventBatch next(long limit) {
        LargeText text = values.element();
        byte[] bytes = text.piece(offset, (int) Math.max(LEAST, Math.min(MOST, limit)));
        offset += bytes.length;
        if (offset == text.value().bytes()) {
            values.remove();
            offset = 0;
        }
        LaneEvent piece =
                new LaneEvent.Piece(row.lane(), row.table(), text.value().id(), bytes);
        return new EventBatch(List.of(piece), 0, bytes.length, 0, rowBatch.reached(), rowBatch.commitMicros());
    }
}
