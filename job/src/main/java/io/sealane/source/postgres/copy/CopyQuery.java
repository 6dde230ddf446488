package io.sealane.source.postgres.copy;

import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.model.RowText;
import io.sealane.model.SourceTable;
import io.sealane.source.postgres.Catalog;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * One {@code COPY … TO STDOUT} of some rows of a table, in a snapshot of its own: {@link #begin}, {@link #copy}, {@link
 * #end}.
 *
 * @param connection a pinned one, autocommit on; after an exception it is of no further use
 */
record CopyQuery(Connection connection, SourceTable table) {
    static final Duration FLUSH_LIMIT = Duration.ofSeconds(60);

    void begin() throws SQLException {
        execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        // Before the snapshot: a TRUNCATE or rewrite between the two would make the table look empty.
        execute("LOCK TABLE " + TableSql.from(table) + " IN ACCESS SHARE MODE");
        execute("SELECT 1"); // the first query takes the snapshot
        requireSameLayout();
    }

    void end() throws SQLException {
        execute("COMMIT");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void requireSameLayout() throws SQLException {
        SourceTable now = Objects.requireNonNull(
                Catalog.describe(connection, List.of(table.id())).get(table.id()));
        if (!now.columns().equals(table.columns())) {
            throw new MigrationException(
                    Kind.SOURCE,
                    "SRC-301",
                    "Cannot copy table " + table.id() + ": its columns changed since the migration was planned, from "
                            + layout(table) + " to " + layout(now)
                            + ". Make the same change at the target, then start the migration anew.");
        }
    }

    private static String layout(SourceTable table) {
        return table.columns().stream()
                .map(column -> column.name() + " " + column.declaredType() + (column.nullable() ? "" : " NOT NULL"))
                .toList()
                .toString();
    }

    /** @param where a WHERE clause, or nothing */
    long copy(String where, RowConsumer rows) throws Exception {
        CopyOut copy = start(where);
        CopyRows parser = new CopyRows(table);
        long count = 0;
        while (next(copy, parser, rows)) {
            count++;
        }
        return count;
    }

    /** In a method of its own, so that nothing holds a line of a gigabyte while the next one is read. */
    private static boolean next(CopyOut copy, CopyRows parser, RowConsumer rows) throws Exception {
        byte[] line = copy.readFromCopy();
        if (line != null) {
            rows.accept(parser.parse(line));
        }
        return line != null;
    }

    /** The one row that {@code where} selects, if there is one. */
    Optional<RowText> one(String where) throws SQLException {
        CopyOut copy = start(where);
        CopyRows parser = new CopyRows(table);
        Optional<RowText> found = Optional.empty();
        for (byte[] line = copy.readFromCopy(); line != null; line = copy.readFromCopy()) {
            found = Optional.of(parser.parse(line));
        }
        return found;
    }

    private CopyOut start(String where) throws SQLException {
        String sql =
                "COPY (SELECT " + TableSql.columns(table) + " FROM " + TableSql.from(table) + where + ") TO STDOUT";
        return connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql);
    }
}
