package io.sealane.config;

import io.sealane.model.Operation;
import io.sealane.model.TableId;
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
 */
public record TableConfig(
        TableId source,
        @Nullable String schema,
        @Nullable String table,
        Map<String, String> renamed,
        Set<String> dropped,
        Set<Operation> operations) {
    public TableConfig {
        renamed = Map.copyOf(renamed);
        dropped = Set.copyOf(dropped);
        operations = Set.copyOf(operations);
    }
}
