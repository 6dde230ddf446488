package io.sealane.source.postgres;

import io.sealane.model.ReplicaIdentity;
import io.sealane.model.TableId;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which of a table's unique indexes is its key: the primary key, else the replica identity index, else another unique
 * index; among those whose columns every UPDATE and DELETE carries of the old row.
 *
 * <p>Pure. Indexes offered are valid, immediate, whole-table and over columns only.
 */
record KeyChoice(TableId table, ReplicaIdentity identity, List<UniqueIndex> indexes) {

    /**
     * @param columns attribute numbers, in index order
     * @param notNull whether none of them admits NULL and all are published
     */
    record UniqueIndex(String name, boolean primary, boolean replicaIdentity, List<Integer> columns, boolean notNull) {}

    /** The key's attribute numbers in key order; empty if there is none ({@link #problem} says what to do). */
    Optional<List<Integer>> key() {
        return switch (identity) {
            case NOTHING -> Optional.empty();
            case DEFAULT -> first(UniqueIndex::primary).map(UniqueIndex::columns);
            case FULL ->
                first(UniqueIndex::primary).or(() -> first(index -> true)).map(UniqueIndex::columns);
            case INDEX -> first(UniqueIndex::replicaIdentity).map(this::primaryKeyWithin);
        };
    }

    /** An old row is logged by the identity index's columns; the primary key serves only if it is among them. */
    private List<Integer> primaryKeyWithin(UniqueIndex logged) {
        return first(index -> index.primary() && logged.columns().containsAll(index.columns()))
                .map(UniqueIndex::columns)
                .orElse(logged.columns());
    }

    private Optional<UniqueIndex> first(Predicate<UniqueIndex> wanted) {
        return indexes.stream().filter(UniqueIndex::notNull).filter(wanted).findFirst();
    }

    /** What is wrong and what helps, for a table without a key. */
    String problem() {
        String found = "Cannot migrate table " + table + ": ";
        String alter = "ALTER TABLE " + table.quoted();
        Optional<UniqueIndex> usable = first(UniqueIndex::primary).or(() -> first(index -> true));
        if (usable.isEmpty()) {
            return found + "it has no usable key (a primary key, or a unique index that is valid, not deferrable, not"
                    + " partial, without expressions and over NOT NULL columns that are not generated). Run " + alter
                    + " ADD PRIMARY KEY (…), or leave the table out.";
        }
        String remedy = usable.get().primary()
                ? " REPLICA IDENTITY DEFAULT"
                : " REPLICA IDENTITY USING INDEX " + TableId.quote(usable.get().name());
        return found + "its replica identity is " + identity
                + (identity == ReplicaIdentity.DEFAULT ? " without a primary key" : "")
                + ", so PostgreSQL would reject its UPDATEs and DELETEs once it is published. Run " + alter + remedy
                + ", or leave the table out.";
    }
}
