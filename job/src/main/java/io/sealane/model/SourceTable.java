package io.sealane.model;

import java.io.Serializable;
import java.util.List;

/**
 * A source table as its catalog describes it: the published columns (generated columns left out: the stream does not
 * carry them), in the catalog's order.
 *
 * @param columns published columns; a {@link RowText} of this table has these, in this order
 * @param key indexes into {@code columns} of the key, in key order: the primary key, else the replica identity index,
 *     else another unique index over NOT NULL columns; never empty
 * @param identity what an UPDATE and DELETE carry of the old row
 * @param partitioned whether this is the root of a partitioned table, whose changes are published as the root's
 */
public record SourceTable(
        TableId id, List<SourceColumn> columns, List<Integer> key, ReplicaIdentity identity, boolean partitioned)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public SourceTable {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        if (key.isEmpty()) {
            throw new IllegalArgumentException("Invalid table " + id + ": it has no key");
        }
    }

    public List<SourceColumn> keyColumns() {
        return key.stream().map(columns::get).toList();
    }
}
