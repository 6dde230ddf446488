package io.sealane.source.postgres;

import io.sealane.model.ReplicaIdentity;
import io.sealane.model.SourceColumn;
import io.sealane.model.TableId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The catalog queries behind {@link Catalog}; a fixed number of them, however many tables. */
final class CatalogQueries {
    /** @param hint for a missing relation: what its name may be instead */
    record Relation(
            TableId id,
            long oid,
            String kind,
            String persistence,
            ReplicaIdentity identity,
            List<Long> ancestors,
            String hint) {
        boolean exists() {
            return oid != 0;
        }

        boolean partitioned() {
            return kind.equals("p");
        }
    }

    record Column(int number, SourceColumn column, boolean declaredNotNull) {}

    record Index(String name, boolean primary, boolean replicaIdentity, List<Integer> columns) {}

    /** A partitioned table's leaf, or the table itself; with the columns of its replica identity index, sorted. */
    record Leaf(TableId id, long oid, ReplicaIdentity identity, List<String> identityColumns) {}

    private final Connection connection;

    CatalogQueries(Connection connection) {
        this.connection = connection;
    }

    List<Relation> relations(Set<TableId> tables) throws SQLException {
        String sql = """
                SELECT w.schema, w.name, coalesce(c.oid, 0), coalesce(c.relkind, '-'), coalesce(c.relpersistence, 'p'),
                       coalesce(c.relreplident, 'd'),
                       ARRAY(SELECT relid::oid::int8 FROM pg_partition_ancestors(c.oid) WHERE relid <> c.oid),
                       (SELECT string_agg(format('%I.%I', s.nspname, o.relname), ', ')
                          FROM pg_class o JOIN pg_namespace s ON s.oid = o.relnamespace
                         WHERE c.oid IS NULL AND o.relkind IN ('r', 'p') AND lower(o.relname) = lower(w.name))
                  FROM unnest(?::text[], ?::text[]) WITH ORDINALITY AS w (schema, name, number)
                  LEFT JOIN pg_namespace n ON n.nspname = w.schema
                  LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.name
                 ORDER BY w.number""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, textArray(tables.stream().map(TableId::schema).toArray(String[]::new)));
            statement.setArray(2, textArray(tables.stream().map(TableId::table).toArray(String[]::new)));
            List<Relation> relations = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    relations.add(new Relation(
                            new TableId(row.getString(1), row.getString(2)),
                            row.getLong(3),
                            row.getString(4),
                            row.getString(5),
                            identity(row.getString(6)),
                            List.of((Long[]) row.getArray(7).getArray()),
                            hint(row.getString(8))));
                }
            }
            return relations;
        }
    }

    private static String hint(@Nullable String similar) {
        return similar == null
                ? "Look at its schema, name and spelling, and at the database."
                : "Similar tables: " + similar + ". Names are exact, case included.";
    }

    /** Published columns by table: no dropped, no generated ones; domains resolved to what they are based on. */
    Map<Long, List<Column>> columns(Collection<Long> tables) throws SQLException {
        String sql = """
                WITH RECURSIVE base (attrelid, attnum, typid, typmod, filled) AS (
                    SELECT attrelid, attnum, atttypid, atttypmod, attnotnull FROM pg_attribute
                     WHERE attrelid = ANY (?::oid[]) AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
                    UNION ALL
                    SELECT b.attrelid, b.attnum, t.typbasetype, CASE b.typmod WHEN -1 THEN t.typtypmod ELSE b.typmod END,
                           b.filled OR t.typnotnull
                      FROM base b JOIN pg_type t ON t.oid = b.typid WHERE t.typtype = 'd')
                SELECT b.attrelid, b.attnum, a.attname,
                       CASE n.nspname WHEN 'pg_catalog' THEN t.typname ELSE n.nspname || '.' || t.typname END, b.typmod,
                       format_type(t.oid, b.typmod), b.filled, a.attnotnull
                  FROM base b JOIN pg_type t ON t.oid = b.typid AND t.typtype <> 'd'
                  JOIN pg_namespace n ON n.oid = t.typnamespace
                  JOIN pg_attribute a ON a.attrelid = b.attrelid AND a.attnum = b.attnum
                 ORDER BY b.attrelid, b.attnum""";
        Map<Long, List<Column>> columns = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, oidArray(tables));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    SourceColumn column = new SourceColumn(
                            row.getString(3), row.getString(4), row.getInt(5), row.getString(6), !row.getBoolean(7));
                    columns.computeIfAbsent(row.getLong(1), oid -> new ArrayList<>())
                            .add(new Column(row.getInt(2), column, row.getBoolean(8)));
                }
            }
        }
        return columns;
    }

    /** Unique indexes by table that can be a key: valid, immediate, not partial, over columns alone; by name. */
    Map<Long, List<Index>> indexes(Collection<Long> tables) throws SQLException {
        String sql = """
                SELECT i.indrelid, c.relname, i.indisprimary, i.indisreplident,
                       ARRAY(SELECT i.indkey[k]::int4 FROM generate_series(0, i.indnkeyatts - 1) k ORDER BY k)
                  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                 WHERE i.indrelid = ANY (?::oid[]) AND i.indisunique AND i.indisvalid AND i.indimmediate
                   AND i.indpred IS NULL AND i.indexprs IS NULL
                 ORDER BY i.indrelid, c.relname""";
        Map<Long, List<Index>> indexes = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, oidArray(tables));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    indexes.computeIfAbsent(row.getLong(1), oid -> new ArrayList<>())
                            .add(new Index(row.getString(2), row.getBoolean(3), row.getBoolean(4), List.of((Integer[])
                                    row.getArray(5).getArray())));
                }
            }
        }
        return indexes;
    }

    /** Of partitioned tables: the root and its leaves, by root. */
    Map<Long, List<Leaf>> leaves(Collection<Long> tables) throws SQLException {
        String sql = """
                SELECT r.oid, n.nspname, c.relname, c.oid, c.relreplident,
                       ARRAY(SELECT a.attname::text FROM pg_index i
                               JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
                              WHERE i.indrelid = c.oid AND i.indisreplident AND c.relreplident = 'i' ORDER BY 1)
                  FROM pg_class r CROSS JOIN pg_partition_tree(r.oid) p JOIN pg_class c ON c.oid = p.relid
                  JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE r.oid = ANY (?::oid[]) AND r.relkind = 'p' AND (p.isleaf OR c.oid = r.oid)
                 ORDER BY 1, 2, 3""";
        Map<Long, List<Leaf>> leaves = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, oidArray(tables));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    leaves.computeIfAbsent(row.getLong(1), oid -> new ArrayList<>())
                            .add(new Leaf(
                                    new TableId(row.getString(2), row.getString(3)),
                                    row.getLong(4),
                                    identity(row.getString(5)),
                                    List.of((String[]) row.getArray(6).getArray())));
                }
            }
        }
        return leaves;
    }

    /**
     * Digits after the decimal point that the server's own lc_monetary gives a money. Its values are read as if there were two,
     * because a money is a whole number of the smallest unit and the pinned setting decides how it is printed.
     */
    int moneyDigits() throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lc_monetary TO DEFAULT");
            try (ResultSet row = statement.executeQuery("SELECT scale(0::money::numeric)")) {
                row.next();
                return row.getInt(1);
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        }
    }

    List<TableId> list(String schema) throws SQLException {
        String sql = """
                SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = ? AND c.relkind IN ('r', 'p') AND NOT c.relispartition
                   AND NOT EXISTS (SELECT 1 FROM pg_depend d
                                    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
                 ORDER BY c.relname""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, schema);
            List<TableId> tables = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    tables.add(new TableId(schema, row.getString(1)));
                }
            }
            return tables;
        }
    }

    private Array textArray(String[] texts) throws SQLException {
        return connection.createArrayOf("text", texts);
    }

    private Array oidArray(Collection<Long> oids) throws SQLException {
        return connection.createArrayOf("int8", oids.toArray());
    }

    private static ReplicaIdentity identity(String code) {
        return switch (code) {
            case "f" -> ReplicaIdentity.FULL;
            case "i" -> ReplicaIdentity.INDEX;
            case "n" -> ReplicaIdentity.NOTHING;
            default -> ReplicaIdentity.DEFAULT;
        };
    }
}
