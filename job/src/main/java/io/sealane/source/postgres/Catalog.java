package io.sealane.source.postgres;

import io.sealane.model.ReplicaIdentity;
import io.sealane.model.SourceColumn;
import io.sealane.model.SourceTable;
import io.sealane.model.TableId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads tables' descriptions from the source's catalog, and finds those that cannot be migrated as they are. */
public final class Catalog {
    private static final String RELATIONS = """
            SELECT n.nspname, c.relname, c.oid, c.relkind, c.relpersistence, c.relreplident, c.relispartition,
                   (SELECT array_agg(DISTINCT l.relreplident::text) FROM pg_partition_tree(c.oid) t
                      JOIN pg_class l ON l.oid = t.relid WHERE t.isleaf) AS leaf_identities
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE (n.nspname::text, c.relname::text) IN (SELECT * FROM unnest(?::text[], ?::text[]))
               AND c.relkind IN ('r', 'p', 'v', 'm', 'f')""";

    // A domain is followed to its base type, whose length or precision the innermost domain that has one gives.
    private static final String COLUMNS = """
            WITH RECURSIVE base AS (
                SELECT a.attnum, a.attname, a.atttypid AS typ, a.atttypmod AS typmod, a.attnotnull,
                       format_type(a.atttypid, a.atttypmod) AS declared
                  FROM pg_attribute a
                 WHERE a.attrelid = ?::oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
                UNION ALL
                SELECT b.attnum, b.attname, t.typbasetype,
                       CASE WHEN t.typtypmod <> -1 THEN t.typtypmod ELSE b.typmod END, b.attnotnull, b.declared
                  FROM base b JOIN pg_type t ON t.oid = b.typ WHERE t.typtype = 'd')
            SELECT b.attname, t.typname, b.typmod, b.declared, b.attnotnull
              FROM base b JOIN pg_type t ON t.oid = b.typ WHERE t.typtype <> 'd' ORDER BY b.attnum""";

    private static final String KEYS = """
            SELECT i.indisprimary, i.indisreplident, k.names
              FROM pg_index i,
                   LATERAL (SELECT array_agg(a.attname::text ORDER BY u.n) AS names,
                                   bool_and(a.attnotnull AND a.attgenerated = '') AS usable
                              FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS u(attnum, n)
                              JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.attnum
                             WHERE u.n <= i.indnkeyatts) k
             WHERE i.indrelid = ?::oid AND i.indisunique AND i.indisvalid AND i.indimmediate
               AND i.indpred IS NULL AND i.indexprs IS NULL AND k.usable
             ORDER BY i.indisprimary DESC, i.indnkeyatts, i.indexrelid""";

    private final Connection connection;
    private final List<String> problems = new ArrayList<>();

    private Catalog(Connection connection) {
        this.connection = connection;
    }

    /**
     * Describes {@code tables}, by exact names.
     *
     * @throws CatalogException naming every table that is missing, cannot be published or has no usable key
     */
    public static Map<TableId, SourceTable> describe(Connection connection, Collection<TableId> tables)
            throws SQLException {
        Catalog catalog = new Catalog(connection);
        Map<TableId, SourceTable> described = catalog.describe(new TreeSet<>(tables));
        if (!catalog.problems.isEmpty()) {
            throw new CatalogException(catalog.problems);
        }
        return described;
    }

    /** Ordinary tables and roots of partitioned tables of a schema. */
    public static List<TableId> list(Connection connection, String schema) throws SQLException {
        String sql = "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE n.nspname = ? AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, schema);
            try (ResultSet result = statement.executeQuery()) {
                List<TableId> tables = new ArrayList<>();
                while (result.next()) {
                    tables.add(new TableId(schema, result.getString(1)));
                }
                return tables;
            }
        }
    }

    private Map<TableId, SourceTable> describe(TreeSet<TableId> tables) throws SQLException {
        Map<TableId, Relation> relations = relations(tables);
        Map<TableId, SourceTable> described = new TreeMap<>();
        for (TableId table : tables) {
            Relation relation = relations.get(table);
            if (relation == null) {
                problems.add("Cannot find table " + table + " in the source database. Give its exact name, schema and"
                        + " table as the catalog has them, and let the user have USAGE on the schema.");
                continue;
            }
            Optional<String> unfit = relation.unfit();
            if (unfit.isPresent()) {
                problems.add("Cannot migrate " + table + ": " + unfit.get());
                continue;
            }
            SourceTable found = table(table, relation);
            if (found != null) {
                described.put(table, found);
            }
        }
        return described;
    }

    private Map<TableId, Relation> relations(Collection<TableId> tables) throws SQLException {
        String[] schemas = tables.stream().map(TableId::schema).toArray(String[]::new);
        String[] names = tables.stream().map(TableId::table).toArray(String[]::new);
        Map<TableId, Relation> relations = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(RELATIONS)) {
            statement.setArray(1, connection.createArrayOf("text", schemas));
            statement.setArray(2, connection.createArrayOf("text", names));
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    relations.put(new TableId(result.getString(1), result.getString(2)), Relation.read(result));
                }
            }
        }
        return relations;
    }

    private @Nullable SourceTable table(TableId table, Relation relation) throws SQLException {
        List<SourceColumn> columns = columns(relation.oid());
        List<String> names = columns.stream().map(SourceColumn::name).toList();
        ReplicaIdentity identity = relation.identity();
        Optional<List<String>> key = key(relation, identity);
        if (key.isEmpty()) {
            problems.add("Cannot migrate " + table + ": " + noKey(relation, identity));
            return null;
        }
        List<Integer> indexes = key.get().stream().map(names::indexOf).toList();
        return new SourceTable(table, columns, indexes, identity, relation.isPartitioned());
    }

    private static String noKey(Relation relation, ReplicaIdentity identity) {
        String first = identity == ReplicaIdentity.INDEX
                ? "its replica identity index is not unique over NOT NULL columns"
                : identity == ReplicaIdentity.DEFAULT
                        ? "it has no primary key, and with replica identity DEFAULT PostgreSQL would then refuse its"
                                + " UPDATEs and DELETEs once it is published"
                        : "it has no primary key and no other unique index over NOT NULL columns";
        return first + ". Add a primary key, "
                + (relation.isPartitioned()
                        ? ""
                        : "run ALTER TABLE … REPLICA IDENTITY USING INDEX of a unique index over"
                                + " NOT NULL columns, ")
                + "or leave the table out.";
    }

    private List<SourceColumn> columns(long oid) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setLong(1, oid);
            try (ResultSet result = statement.executeQuery()) {
                List<SourceColumn> columns = new ArrayList<>();
                while (result.next()) {
                    columns.add(new SourceColumn(
                            result.getString(1),
                            result.getString(2),
                            result.getInt(3),
                            result.getString(4),
                            !result.getBoolean(5)));
                }
                return columns;
            }
        }
    }

    /**
     * The key that a change surely carries: what the replica identity logs of the old row. Any other unique key might
     * change without its old value being known, but for FULL, which logs everything.
     */
    private Optional<List<String>> key(Relation relation, ReplicaIdentity identity) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(KEYS)) {
            statement.setLong(1, relation.oid());
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    boolean usable =
                            switch (identity) {
                                case DEFAULT -> result.getBoolean("indisprimary");
                                case INDEX -> result.getBoolean("indisreplident");
                                case FULL -> true;
                                case NOTHING -> false;
                            };
                    if (usable) {
                        return Optional.of(texts(result.getArray("names")));
                    }
                }
                return Optional.empty();
            }
        }
    }

    static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
