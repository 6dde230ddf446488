package io.sealane.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A table as the target's dictionary describes it.
 *
 * @param columns in the dictionary's order
 * @param primaryKey columns of the enabled primary key; empty if there is none
 * @param uniques columns of every other unique index or enabled unique constraint, by its name
 * @param foreignKeys names of enabled foreign keys, its own and those that point at it
 * @param triggers names of enabled triggers
 */
record DictionaryTable(
        TargetId id,
        List<DictionaryColumn> columns,
        Set<String> primaryKey,
        Map<String, Set<String>> uniques,
        List<String> foreignKeys,
        List<String> triggers) {
    Optional<DictionaryColumn> column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }
}
