package io.sealane.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The text of every statement on one target table. Parameters come in bind order with the key last, so no long value
 * stands in front of a short one (ORA-24816).
 */
public final class TableStatements {
    private final TargetTable table;

    public TableStatements(TargetTable table) {
        this.table = table;
    }

    /** A whole row. */
    public DmlStatement insert() {
        List<Integer> all = IntStream.range(0, table.columns().size()).boxed().toList();
        String names = all.stream().map(this::name).collect(Collectors.joining(", "));
        String marks = all.stream().map(column -> "?").collect(Collectors.joining(", "));
        return new DmlStatement(
                "INSERT INTO " + table.quoted() + " (" + names + ") VALUES (" + marks + ")", all, all.size());
    }

    /**
     * The row of a key.
     *
     * @param columns indexes of the columns whose values are given; those of the key are not set. Where none is left to
     *     set, the key is set to itself, so that the count still says whether the row is there
     */
    public DmlStatement update(List<Integer> columns) {
        List<Integer> set = columns.stream()
                .filter(column -> !table.key().contains(column))
                .sorted()
                .toList();
        String assignments = set.isEmpty()
                ? name(table.key().get(0)) + " = " + name(table.key().get(0))
                : set.stream().map(column -> name(column) + " = ?").collect(Collectors.joining(", "));
        List<Integer> binds = new ArrayList<>(set);
        binds.addAll(table.key());
        return new DmlStatement(
                "UPDATE " + table.quoted() + " SET " + assignments + " WHERE " + keyIsGiven(), binds, set.size());
    }

    /** All columns of the row of a key. */
    public DmlStatement update() {
        return update(IntStream.range(0, table.columns().size()).boxed().toList());
    }

    /** The row of a key. */
    public DmlStatement delete() {
        return new DmlStatement("DELETE FROM " + table.quoted() + " WHERE " + keyIsGiven(), table.key(), 0);
    }

    private String keyIsGiven() {
        return table.key().stream().map(column -> name(column) + " = ?").collect(Collectors.joining(" AND "));
    }

    private String name(int column) {
        return table.columns().get(column).name().quoted();
    }
}
