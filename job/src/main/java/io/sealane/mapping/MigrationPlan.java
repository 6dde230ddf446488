package io.sealane.mapping;

import io.sealane.model.TableId;
import java.io.Serializable;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything the operators know of the tables; made once when the job is submitted.
 *
 * @param migration the migration's name; the key of its rows in the control tables
 * @param lanes the frozen rule from a row to its lane
 * @param tables numbered from 0
 * @param labels free labels that every metric carries; sorted, so that their order is the same everywhere
 */
public record MigrationPlan(String migration, Lanes lanes, List<TablePlan> tables, SortedMap<String, String> labels)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public MigrationPlan {
        tables = List.copyOf(tables);
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        for (int i = 0; i < tables.size(); i++) {
            if (tables.get(i).number() != i) {
                throw new IllegalArgumentException(
                        "BUG: table " + i + " is numbered " + tables.get(i).number());
            }
        }
    }

    /** A plan without labels. */
    public MigrationPlan(String migration, Lanes lanes, List<TablePlan> tables) {
        this(migration, lanes, tables, Collections.emptySortedMap());
    }

    public TablePlan table(int number) {
        return tables.get(number);
    }

    public Map<TableId, TablePlan> bySource() {
        Map<TableId, TablePlan> bySource = new HashMap<>();
        tables.forEach(table -> bySource.put(table.source().id(), table));
        return bySource;
    }

    public Routes routes() {
        return Routes.of(tables);
    }

    /** Tables that {@code registered} does not have, or has with another target or key. */
    public List<TableId> notAmong(Routes registered) {
        return tables.stream()
                .filter(table -> !registered.contain(table))
                .map(table -> table.source().id())
                .toList();
    }

    public @Nullable TablePlan find(TableId source) {
        return tables.stream()
                .filter(t -> t.source().id().equals(source))
                .findFirst()
                .orElse(null);
    }
}
