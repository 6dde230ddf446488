package io.sealane.source.postgres.copy;

import io.sealane.model.SourceTable;
import io.sealane.model.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Draws chunk bounds from a sample of a table's pages, sorted and cut into equal groups by the server: alike for every key
 * type, for skewed keys and for tables that were never analysed.
 *
 * <p>Pages first, because where keys follow the order of insertion all rows of a page are neighbours and say little more
 * than one: {@value #PAGES_PER_CHUNK} pages a chunk give sizes with a deviation of 10 %. Of their rows only some, because
 * {@value #ROWS_PER_CHUNK} a chunk are enough to sort. So 1,000,000,000 rows of 100 bytes (12,500,000 pages) in 4,000 chunks
 * read 400,000 pages (3.2 %) and sort 8,000,000 keys.
 */
final class KeySample {
    static final int BOUNDS = 4_000;
    private static final int PAGES_PER_CHUNK = 100;
    private static final int ROWS_PER_CHUNK = 2_000;

    /** Up to here every page is read; then the bounds are exact, but for the rows left out. */
    private static final int FEW_PAGES = 4_000;

    private static final int PROBED_PAGES = 300;

    private final Connection connection;
    private final SourceTable table;
    private final int chunkRows;
    private double pageShare;

    KeySample(Connection connection, SourceTable table, int chunkRows) {
        this.connection = connection;
        this.table = table;
        this.chunkRows = chunkRows;
    }

    /** The next bounds above {@code after}, in key order, at most {@value #BOUNDS}; fewer mean that the table ends there. */
    List<String> boundsAfter(@Nullable String after) throws SQLException {
        if (pageShare == 0) {
            pageShare = pageShare();
        }
        List<String> bounds = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query(after))) {
            while (result.next()) {
                bounds.add(result.getString(1));
            }
        }
        return bounds;
    }

    /** Sampled rows are numbered, and the first of each group but the first one is a bound. */
    private String query(@Nullable String after) {
        double rowShare = Math.min(1, ROWS_PER_CHUNK / (chunkRows * pageShare));
        double sampledPerChunk = chunkRows * pageShare * rowShare;
        String keys = keyAliases();
        return "WITH sampled AS (SELECT " + aliasedKeys() + " FROM " + sampledTable(pageShare) + " WHERE "
                + (rowShare < 1 ? number("random() < %.9f", rowShare) : "true")
                + (after == null ? "" : " AND " + TableSql.compare(table, ">", after))
                + "), numbered AS (SELECT " + keys + ", row_number() OVER (ORDER BY " + keys + ") - 1 AS n,"
                + " count(*) OVER () AS total FROM sampled), grouped AS (SELECT *, "
                + number("greatest(1, round(total / %.9f))::bigint", sampledPerChunk)
                + " AS groups FROM numbered) SELECT " + boundExpression()
                + " FROM grouped WHERE n > 0 AND n * groups / total > (n - 1) * groups / total ORDER BY n LIMIT "
                + BOUNDS;
    }

    private String sampledTable(double share) {
        return TableSql.from(table) + (share < 1 ? number(" TABLESAMPLE SYSTEM (%.9f)", share * 100) : "");
    }

    /** Prints {@code ROW('17'::integer, 'a'::text)}. */
    private String boundExpression() {
        String format = table.keyColumns().stream()
                .map(column -> "%L::" + column.declaredType().replace("%", "%%").replace("'", "''"))
                .collect(Collectors.joining(", ", "'ROW(", ")'"));
        return "format(" + format + ", " + keyAliases() + ")";
    }

    private String aliasedKeys() {
        return IntStream.range(0, table.key().size())
                .mapToObj(i -> TableId.quote(table.keyColumns().get(i).name()) + " AS k" + i)
                .collect(Collectors.joining(", "));
    }

    private String keyAliases() {
        return IntStream.range(0, table.key().size()).mapToObj(i -> "k" + i).collect(Collectors.joining(", "));
    }

    /** Which part of the pages to sample, from 0 to 1. */
    private double pageShare() throws SQLException {
        double pages = pages();
        if (pages <= FEW_PAGES) {
            return 1;
        }
        double probed = PROBED_PAGES / pages;
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM " + sampledTable(probed))) {
            result.next();
            double chunks = result.getLong(1) / probed / chunkRows;
            return Math.min(1, Math.max(FEW_PAGES, chunks * PAGES_PER_CHUNK) / pages);
        }
    }

    /** Its size now; what ANALYZE counted may be old or missing. */
    private double pages() throws SQLException {
        String sql = """
                SELECT sum(pg_relation_size(t.oid)) / current_setting('block_size')::int
                  FROM (SELECT ?::regclass::oid UNION SELECT relid::oid FROM pg_partition_tree(?::regclass)) t (oid)""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.id().quoted());
            statement.setString(2, table.id().quoted());
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getDouble(1);
            }
        }
    }

    /** In SQL's notation, whatever the JVM's language. */
    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
