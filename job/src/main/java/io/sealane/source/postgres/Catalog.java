package io.sealane.source.postgres;

import io.sealane.model.SourceTable;
import io.sealane.model.TableId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The source's tables as its catalog describes them now. */
public final class Catalog {
    private Catalog() {}

    /**
     * Describes {@code tables}, in the order given.
     *
     * @throws CatalogException if a table is missing or cannot be migrated; names every such table
     */
    public static Map<TableId, SourceTable> describe(Connection connection, Collection<TableId> tables)
            throws SQLException {
        throw new UnsupportedOperationException();
    }

    /** Tables of a schema that stand for themselves: no partitions, none that an extension owns; sorted by name. */
    public static List<TableId> list(Connection connection, String schema) throws SQLException {
        throw new UnsupportedOperationException();
    }
}
