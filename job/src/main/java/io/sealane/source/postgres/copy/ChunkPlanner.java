package io.sealane.source.postgres.copy;

import io.sealane.model.SourceTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a table into key ranges of about {@code chunkRows} rows, in key order and one after the other.
 *
 * <p>Bounds come from a {@link KeySample}, at most {@value KeySample#BOUNDS} at a time; a table with more is sampled again
 * from the last one on, so memory does not depend on the table's size. A planner goes on after a restart in the same way:
 * ranges are half open, so whatever bounds a new sample gives above the last one, the ranges cover every key once.
 *
 * <p>Not thread-safe. The connection must be one of {@code PostgresConnections}.
 */
public final class ChunkPlanner {
    private final SourceTable table;
    private final KeySample sample;
    private final Deque<String> bounds = new ArrayDeque<>();
    private @Nullable String from;
    private boolean sampledToTheEnd;
    private boolean done;

    /** Plans the whole table. */
    public ChunkPlanner(Connection connection, SourceTable table, int chunkRows) {
        this(connection, table, chunkRows, null);
    }

    /** Plans what follows {@code last}, the last range handed out before a restart; the whole table if it is null. */
    public ChunkPlanner(Connection connection, SourceTable table, int chunkRows, @Nullable KeyRange last) {
        this.table = table;
        this.sample = new KeySample(connection, table, chunkRows);
        this.from = last == null ? null : last.to();
        this.done = last != null && last.to() == null;
    }

    public boolean hasNext() {
        return !done;
    }

    /** The next range; the last one has no upper bound, and a table has one range at least. */
    public KeyRange next() throws SQLException {
        if (done) {
            throw new NoSuchElementException("BUG: all chunks of " + table.id() + " were planned");
        }
        if (bounds.isEmpty() && !sampledToTheEnd) {
            List<String> drawn = sample.boundsAfter(from);
            bounds.addAll(drawn);
            sampledToTheEnd = drawn.size() < KeySample.BOUNDS;
        }
        String to = bounds.poll();
        KeyRange range = new KeyRange(from, to);
        from = to;
        done = to == null;
        return range;
    }
}
