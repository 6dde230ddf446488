package io.sealane.config;

import io.sealane.model.Operation;
import io.sealane.model.TableId;
import io.sealane.oracle.ValuePolicy;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One table to migrate.
 *
 * @param source exact name
 * @param schema exact target schema; null for what {@link Naming} makes of the source's
 * @param table exact target table; null for what {@link Naming} makes of the source's
 * @param renamed exact target column by source column
 * @param dropped source columns that are not migrated
 * @param operations changes that are applied
 * @param values what becomes of values that do not fit, where the column has no policy of its own
 * @param columnValues the policies of such columns, by source column
 */
public record TableConfig(
        TableId source,
        @Nullable String schema,
        @Nullable String table,
        Map<String, String> renamed,
        Set<String> dropped,
        Set<Operation> operations,
        ValuePolicy values,
        Map<String, ValuePolicy> columnValues) {
    public TableConfig {
        columnValues = Map.copyOf(columnValues);
        renamed = Map.copyOf(renamed);
        dropped = Set.copyOf(dropped);
        operations = Set.copyOf(operations);
    }

    /** A table that refuses what does not fit. */
    public TableConfig(
            TableId source,
            @Nullable String schema,
            @Nullable String table,
            Map<String, String> renamed,
            Set<String> dropped,
            Set<Operation> operations) {
        this(source, schema, table, renamed, dropped, operations, ValuePolicy.STRICT, Map.of());
    }

    public ValuePolicy valuesOf(String column) {
        return columnValues.getOrDefault(column, values);
    }
}
