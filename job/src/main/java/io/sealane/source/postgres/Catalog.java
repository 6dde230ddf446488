package io.sealane.source.postgres;

import io.sealane.model.ReplicaIdentity;
import io.sealane.model.SourceColumn;
import io.sealane.model.SourceTable;
import io.sealane.model.TableId;
import io.sealane.source.postgres.CatalogQueries.Column;
import io.sealane.source.postgres.CatalogQueries.Index;
import io.sealane.source.postgres.CatalogQueries.Leaf;
import io.sealane.source.postgres.CatalogQueries.Relation;
import io.sealane.source.postgres.KeyChoice.UniqueIndex;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The source's tables as its catalog describes them now. Connections must be {@link PostgresConnections#open pinned}. */
public final class Catalog {
    private static final int READABLE_MONEY_DIGITS = 2;

    private final Map<Long, TableId> requested = new HashMap<>();
    private final Map<Long, List<Column>> columns;
    private final Map<Long, List<Index>> indexes;
    private final Map<Long, List<Leaf>> leaves;
    private final int moneyDigits;
    private final List<String> problems = new ArrayList<>();

    private Catalog(CatalogQueries queries, List<Relation> relations) throws SQLException {
        relations.stream().filter(Relation::exists).forEach(found -> requested.put(found.oid(), found.id()));
        columns = queries.columns(requested.keySet());
        indexes = queries.indexes(requested.keySet());
        leaves = queries.leaves(requested.keySet());
        boolean hasMoney = columns.values().stream().flatMap(List::stream).anyMatch(column -> isMoney(column.column()));
        moneyDigits = hasMoney ? queries.moneyDigits() : READABLE_MONEY_DIGITS;
    }

    private static boolean isMoney(SourceColumn column) {
        return column.type().equals("money") || column.type().equals("_money");
    }

    /**
     * Describes {@code tables}, in the order given.
     *
     * @throws CatalogException if a table is missing or cannot be migrated; names every such table
     */
    public static Map<TableId, SourceTable> describe(Connection connection, Collection<TableId> tables)
            throws SQLException {
        CatalogQueries queries = new CatalogQueries(connection);
        List<Relation> relations = queries.relations(new LinkedHashSet<>(tables));
        Catalog catalog = new Catalog(queries, relations);
        Map<TableId, SourceTable> described = new LinkedHashMap<>();
        for (Relation relation : relations) {
            catalog.describe(relation).ifPresent(table -> described.put(table.id(), table));
        }
        if (!catalog.problems.isEmpty()) {
            throw new CatalogException(catalog.problems);
        }
        return described;
    }

    /** Tables of a schema that stand for themselves: no partitions, none that an extension owns; sorted by name. */
    public static List<TableId> list(Connection connection, String schema) throws SQLException {
        return new CatalogQueries(connection).list(schema);
    }

    private Optional<SourceTable> describe(Relation relation) {
        Optional<String> problem = kindProblem(relation);
        if (problem.isPresent()) {
            problems.add("Cannot migrate table " + relation.id() + ": " + problem.get());
            return Optional.empty();
        }
        List<Column> found = columns.getOrDefault(relation.oid(), List.of());
        KeyChoice choice = new KeyChoice(relation.id(), relation.identity(), usable(relation, found));
        Optional<List<Integer>> key = choice.key();
        if (key.isEmpty()) {
            problems.add(choice.problem());
            return Optional.empty();
        }
        checkLeaves(relation);
        checkMoney(relation, found);
        List<SourceColumn> described = found.stream().map(Column::column).toList();
        List<Integer> keyIndexes = key.get().stream()
                .map(number -> found.stream().map(Column::number).toList().indexOf(number))
                .toList();
        return Optional.of(
                new SourceTable(relation.id(), described, keyIndexes, relation.identity(), relation.partitioned()));
    }

    private Optional<String> kindProblem(Relation relation) {
        if (!relation.exists()) {
            return Optional.of("it does not exist. " + relation.hint());
        }
        if (!relation.kind().equals("r") && !relation.kind().equals("p")) {
            return Optional.of("it is not a table (relkind '" + relation.kind() + "'). Leave it out.");
        }
        if (!relation.persistence().equals("p")) {
            return Optional.of("it is UNLOGGED or temporary, so its changes are in no WAL. Run ALTER TABLE "
                    + relation.id().quoted() + " SET LOGGED, or leave it out.");
        }
        return relation.ancestors().stream()
                .filter(requested::containsKey)
                .findFirst()
                .map(root -> "it is a partition of " + requested.get(root)
                        + ", under whose name its changes arrive. Leave one of the two out.");
    }

    private List<UniqueIndex> usable(Relation relation, List<Column> found) {
        Set<Integer> notNull = new HashSet<>();
        found.stream().filter(Column::declaredNotNull).forEach(column -> notNull.add(column.number()));
        return indexes.getOrDefault(relation.oid(), List.of()).stream()
                .map(index -> new UniqueIndex(
                        index.name(),
                        index.primary(),
                        index.replicaIdentity(),
                        index.columns(),
                        notNull.containsAll(index.columns())))
                .toList();
    }

    private void checkMoney(Relation relation, List<Column> found) {
        if (moneyDigits == READABLE_MONEY_DIGITS) {
            return;
        }
        found.stream()
                .map(Column::column)
                .filter(Catalog::isMoney)
                .forEach(column -> problems.add("Cannot migrate column " + column.name() + " of table " + relation.id()
                        + ": it is a money, and the server's lc_monetary gives it " + moneyDigits + " digits after the"
                        + " decimal point; only " + READABLE_MONEY_DIGITS
                        + " are read right. Change its type to numeric,"
                        + " or list it in columns.drop."));
    }

    /**
     * A partition logs old rows by its own replica identity, but they arrive labelled by the root's: an "old row" under a
     * root that is FULL would be a key with NULLs around it.
     */
    private void checkLeaves(Relation root) {
        List<String> rootIndex = leaves.getOrDefault(root.oid(), List.of()).stream()
                .filter(leaf -> leaf.oid() == root.oid())
                .flatMap(leaf -> leaf.identityColumns().stream())
                .toList();
        List<String> differing = leaves.getOrDefault(root.oid(), List.of()).stream()
                .filter(leaf -> leaf.oid() != root.oid() && leaf.identity() != ReplicaIdentity.FULL)
                .filter(leaf -> leaf.identity() != root.identity()
                        || !leaf.identityColumns().equals(rootIndex))
                .map(leaf -> leaf.id() + " (" + leaf.identity() + ")")
                .toList();
        if (!differing.isEmpty()) {
            problems.add("Cannot migrate table " + root.id() + ": its replica identity is " + root.identity()
                    + ", that of these partitions is not: " + String.join(", ", differing)
                    + ". Run ALTER TABLE <partition> REPLICA IDENTITY … for each: PostgreSQL does not hand the root's"
                    + " down.");
        }
    }
}
