package io.sealane.sink;

import io.sealane.model.LaneEvent;
import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.model.Position;
import io.sealane.model.RowEvent;
import io.sealane.model.RowText;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Holds back a row with large values until the last piece of them has arrived.
 *
 * <pre>
 *  Insert(7, large, large)  Piece Piece Piece │ Piece Piece          one reader: nothing of its own comes in between
 *  waits ─────────────────────────────────────────────────▶ is taken
 * </pre>
 *
 * <p>A row that waits has moved no position. A checkpoint may come before its last piece: the reader's part of that
 * checkpoint lies before the row, so a restart sends the row and its pieces again, and what is kept here need not be kept
 * there. Pieces of a row that did not wait, because it was filtered out or is known, are dropped.
 *
 * <p>Belongs to one writer and its thread.
 */
final class Arrivals implements AutoCloseable {
    /** A row that waits. */
    private record Waiting(RowEvent row, LargeValues values) {}

    private final Path directory;
    private final Predicate<RowEvent> known;
    private final Map<Long, Waiting> byValue = new HashMap<>();
    private LargeValues values = LargeValues.NONE;

    /**
     * @param directory for the values
     * @param known whether an event will be skipped
     */
    Arrivals(Path directory, Predicate<RowEvent> known) {
        this.directory = directory;
        this.known = known;
    }

    /** What is to be done now that {@code event} is there: itself, the row that it completes, or nothing. */
    @Nullable
    LaneEvent take(LaneEvent event) {
        claim().close(); // of a row that was not held after all
        if (event instanceof LaneEvent.Piece piece) {
            return add(piece);
        }
        if (!byValue.isEmpty()) {
            checkOrder(event);
        }
        if (event instanceof RowEvent row) {
            RowText after = row.after();
            if (after != null && after.hasLarge() && !known.test(row)) {
                LargeValues awaited = LargeValues.awaited(after, directory);
                awaited.ids().forEach(id -> byValue.put(id, new Waiting(row, awaited)));
                return null;
            }
        }
        return event;
    }

    /** The large values of the row that {@link #take} gave last; from now on the caller's to close. */
    LargeValues claim() {
        LargeValues claimed = values;
        values = LargeValues.NONE;
        return claimed;
    }

    private @Nullable RowEvent add(LaneEvent.Piece piece) {
        Waiting waiting = byValue.get(piece.value());
        if (waiting == null) {
            return null;
        }
        waiting.values.append(piece.value(), piece.bytes());
        if (!waiting.values.isWhole()) {
            return null;
        }
        waiting.values.ids().forEach(byValue::remove);
        values = waiting.values;
        return waiting.row;
    }

    /** The stream must not pass a row that waits: neither one of its own, nor a copied one. */
    private void checkOrder(LaneEvent event) {
        if (event instanceof RowEvent.CopiedRow) {
            return;
        }
        Iterator<Waiting> all = byValue.values().iterator();
        while (all.hasNext()) {
            Waiting waiting = all.next();
            if (waiting.row.lane() != event.lane()) {
                continue;
            }
            Position position = waiting.row.position();
            if (position == null || !(event instanceof LaneEvent.Open)) {
                throw new MigrationException(
                        Kind.BUG,
                        "BUG-163",
                        "The stream went on in lane " + event.lane() + " before all pieces of "
                                + (position == null ? "a copied row" : "the row at " + position)
                                + " had come. Report this with the job's log.");
            }
            // The reader attached again, and sends the row anew.
            all.remove();
            waiting.values.close();
        }
    }

    @Override
    public void close() {
        values.close();
        byValue.values().forEach(waiting -> waiting.values.close());
        byValue.clear();
    }
}
