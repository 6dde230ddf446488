package io.sealane.source.postgres.copy;

import io.sealane.model.SourceColumn;
import io.sealane.model.SourceTable;
import io.sealane.model.TableId;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Pieces of SQL about one table. */
final class TableSql {
    private TableSql() {}

    /** {@code ONLY} keeps the rows of inheriting tables out; a partitioned root has no rows but those of its partitions. */
    static String from(SourceTable table) {
        return (table.partitioned() ? "" : "ONLY ") + table.id().quoted();
    }

    static String columns(SourceTable table) {
        return table.columns().stream()
                .map(SourceColumn::name)
                .map(TableId::quote)
                .collect(Collectors.joining(", "));
    }

    static String keyColumns(SourceTable table) {
        return table.keyColumns().stream()
                .map(SourceColumn::name)
                .map(TableId::quote)
                .collect(Collectors.joining(", "));
    }

    /** {@code ROW(k1, k2) >= bound}, empty for no bound. */
    static String compare(SourceTable table, String operator, @Nullable String bound) {
        return bound == null ? "" : "ROW(" + keyColumns(table) + ") " + operator + " " + bound;
    }

    static String where(SourceTable table, KeyRange range) {
        String from = compare(table, ">=", range.from());
        String to = compare(table, "<", range.to());
        if (from.isEmpty() && to.isEmpty()) {
            return "";
        }
        return " WHERE " + from + (from.isEmpty() || to.isEmpty() ? "" : " AND ") + to;
    }
}
