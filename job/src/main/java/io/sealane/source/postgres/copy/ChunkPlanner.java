package io.sealane.source.postgres.copy;

import io.sealane.model.SourceColumn;
import io.sealane.model.SourceTable;
import io.sealane.model.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a table into key ranges of about the same number of rows, one after the other.
 *
 * <p>Bounds come from a sample of pages, sorted by the server: with a sample of 2 % each row stands for 50, so for chunks
 * of 1,000 rows every 20th sampled key is a bound. That works alike for every key type, for skewed keys and for tables
 * that were never analysed. A table of few pages is sampled whole, and its bounds are exact.
 *
 * <p>At most {@value #BOUNDS_HELD} bounds are held; a table that has more is sampled again from the last one on. The
 * same way a planner goes on after a restart: ranges are half open, so whatever bounds a new sample gives above the last
 * one, the ranges cover every key once.
 *
 * <p>Not thread-safe. The connection must be one of {@code PostgresConnections}.
 */
public final class ChunkPlanner {
    private static final int BOUNDS_HELD = 10_000;
    private static final int PAGES_OF_A_SMALL_TABLE = 4_000;
    private static final int SAMPLED_PAGES_PER_CHUNK = 20;
    private static final int ROWS_PER_PAGE_GUESS = 50;

    private final Connection connection;
    private final SourceTable table;
    private final int chunkRows;
    private final Deque<String> bounds = new ArrayDeque<>();
    private @Nullable String from;
    private double percent;
    private boolean sampleExhausted;
    private boolean done;

    /** Plans the whole table. */
    public ChunkPlanner(Connection connection, SourceTable table, int chunkRows) {
        this(connection, table, chunkRows, null);
    }

    /** Plans what follows {@code last}, the last range handed out before a restart; the whole table if it is null. */
    public ChunkPlanner(Connection connection, SourceTable table, int chunkRows, @Nullable KeyRange last) {
        this.connection = connection;
        this.table = table;
        this.chunkRows = chunkRows;
        this.from = last == null ? null : last.to();
        this.done = last != null && last.to() == null;
    }

    public boolean hasNext() {
        return !done;
    }

    /** The next range; the last one has no upper bound. */
    public KeyRange next() throws SQLException {
        if (done) {
            throw new NoSuchElementException("BUG: all chunks of " + table.id() + " were planned");
        }
        if (bounds.isEmpty() && !sampleExhausted) {
            sample();
        }
        String to = bounds.poll();
        KeyRange range = new KeyRange(from, to);
        from = to;
        done = to == null;
        return range;
    }

    private void sample() throws SQLException {
        if (percent == 0) {
            percent = percentToSample();
        }
        long every = Math.max(1, Math.round(chunkRows * percent / 100));
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sampleQuery(every))) {
            while (result.next()) {
                bounds.add(result.getString(1));
            }
        }
        sampleExhausted = bounds.size() < BOUNDS_HELD;
    }

    private String sampleQuery(long every) {
        String above = TableSql.compare(table, ">", from);
        String keys = TableSql.keyColumns(table);
        return "WITH sampled AS (SELECT " + keys + " FROM " + TableSql.from(table)
                + (percent < 100 ? String.format(Locale.ROOT, " TABLESAMPLE SYSTEM (%.6f)", percent) : "")
                + (above.isEmpty() ? "" : " WHERE " + above)
                + "), numbered AS (SELECT " + keys + ", row_number() OVER (ORDER BY " + keys + ") AS sealane_n"
                + " FROM sampled) SELECT " + boundExpression()
                + " FROM numbered WHERE sealane_n > 1 AND (sealane_n - 1) % "
                + every + " = 0 ORDER BY sealane_n LIMIT " + BOUNDS_HELD;
    }

    /** Prints {@code ROW('17'::pg_catalog."int4", 'a'::pg_catalog."text")}. */
    private String boundExpression() {
        String casts = table.keyColumns().stream()
                .map(column -> "%L::pg_catalog." + TableId.quote(column.type()))
                .collect(Collectors.joining(", ", "ROW(", ")"));
        String values = table.keyColumns().stream()
                .map(SourceColumn::name)
                .map(TableId::quote)
                .collect(Collectors.joining(", "));
        return "format('" + casts + "', " + values + ")";
    }

    /** How much of the table to read for bounds that are good enough, in percent of its pages. */
    private double percentToSample() throws SQLException {
        String sql = "SELECT sum(pg_relation_size(c.oid)) / current_setting('block_size')::int,"
                + " sum(greatest(c.reltuples, 0)), sum(c.relpages)"
                + " FROM pg_class c WHERE c.oid IN (SELECT ?::regclass::oid UNION SELECT relid FROM"
                + " pg_partition_tree(?::regclass))";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.id().quoted());
            statement.setString(2, table.id().quoted());
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                double pages = result.getDouble(1);
                double tuples = result.getDouble(2);
                double analysedPages = result.getDouble(3);
                double rowsPerPage = tuples > 0 && analysedPages > 0 ? tuples / analysedPages : ROWS_PER_PAGE_GUESS;
                double pagesPerChunk = Math.max(1, chunkRows / rowsPerPage);
                double wanted = Math.max(PAGES_OF_A_SMALL_TABLE, pages / pagesPerChunk * SAMPLED_PAGES_PER_CHUNK);
                return pages <= wanted ? 100 : 100 * wanted / pages;
            }
        }
    }
}
