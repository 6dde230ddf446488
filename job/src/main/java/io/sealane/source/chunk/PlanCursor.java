package io.sealane.source.chunk;

import io.sealane.model.TableId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the table snapshot is planned.
 *
 * @param tables not wholly planned yet; the first may be in part
 * @param chunk number of the first table's next chunk
 * @param from where that chunk begins, as a bound of {@code KeyRange}; null at the table's start
 */
public record PlanCursor(
        List<TableId> tables, int chunk, @Nullable String from) {
    public PlanCursor {
        tables = List.copyOf(tables);
    }

    static @Nullable PlanCursor first(List<TableId> tables) {
        return tables.isEmpty() ? null : new PlanCursor(tables, 0, null);
    }

    TableId table() {
        return tables.get(0);
    }
}
