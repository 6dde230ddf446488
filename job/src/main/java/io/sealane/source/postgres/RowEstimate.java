package io.sealane.source.postgres;

import io.sealane.model.TableId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;

/** How many rows tables have, by the server's own statistics: nothing is counted. */
public final class RowEstimate {
    // A table that was never analyzed has reltuples -1; a partitioned one is the sum of its leaves.
    private static final String QUERY = """
            SELECT coalesce(sum(greatest(c.reltuples, 0)), 0)::bigint
              FROM unnest(?::text[], ?::text[]) AS wanted (nspname, relname)
              JOIN pg_catalog.pg_namespace n USING (nspname)
              JOIN pg_catalog.pg_class t ON t.relnamespace = n.oid AND t.relname = wanted.relname
              LEFT JOIN LATERAL pg_catalog.pg_partition_tree(t.oid) p ON p.isleaf
              JOIN pg_catalog.pg_class c ON c.oid = coalesce(p.relid, t.oid)""";

    private RowEstimate() {}

    /** Of all {@code tables} together. */
    public static long of(Connection connection, Collection<TableId> tables) throws SQLException {
        Array schemas = connection.createArrayOf(
                "text", tables.stream().map(TableId::schema).toArray());
        Array names = connection.createArrayOf(
                "text", tables.stream().map(TableId::table).toArray());
        try (PreparedStatement select = connection.prepareStatement(QUERY)) {
            select.setArray(1, schemas);
            select.setArray(2, names);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
