package io.sealane.chaos.history;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The writers' SQL for one table. Each statement takes its rows as one array of text per column, in the order of {@link
 * ChaosTable#columns()}, and returns for each changed row its key, joined, and its version.
 */
final class Statements {
    private final ChaosTable table;
    private final String name;

    Statements(ChaosTable table) {
        this.table = table;
        this.name = table.id().quoted();
    }

    String upsert(boolean longText) {
        String updated = table.body().stream()
                .filter(c -> longText || c.kind() != ColumnKind.LONG_TEXT)
                .map(c -> c.name() + " = excluded." + c.name())
                .collect(Collectors.joining(", "));
        return "INSERT INTO " + name + " AS o (" + names(table.columns()) + ") SELECT " + cast(table.columns())
                + from(table.columns()) + " ON CONFLICT (" + table.keyNames() + ") DO UPDATE SET " + updated
                + returning();
    }

    /** Takes all columns but, without {@code longText}, the long text. */
    String update(boolean longText) {
        return "UPDATE " + name + " AS o SET " + assign(body(longText)) + from(updateColumns(longText)) + " WHERE "
                + sameKey("k") + returning();
    }

    List<ChaosColumn> updateColumns(boolean longText) {
        return table.columns().stream()
                .filter(c -> longText || c.kind() != ColumnKind.LONG_TEXT)
                .toList();
    }

    /** Takes the key columns. */
    String delete() {
        return "DELETE FROM " + name + " AS o USING " + unnest(table.key()) + " WHERE " + sameKey("k") + returning();
    }

    /** Takes the old key, then all columns but the long text with the new key. */
    String move() {
        List<ChaosColumn> columns = new ArrayList<>();
        table.key().forEach(c -> columns.add(new ChaosColumn(c.name().replace("k", "old"), c.kind())));
        columns.addAll(updateColumns(false));
        return "UPDATE " + name + " AS o SET " + assign(updateColumns(false)) + from(columns) + " WHERE "
                + sameKey("old") + returning();
    }

    String copyIn() {
        return "COPY " + name + " (" + names(table.columns()) + ") FROM STDIN";
    }

    private List<ChaosColumn> body(boolean longText) {
        return table.body().stream()
                .filter(c -> longText || c.kind() != ColumnKind.LONG_TEXT)
                .toList();
    }

    private static String assign(List<ChaosColumn> columns) {
        return join(
                columns,
                ", ",
                c -> c.name() + " = r." + c.name() + "::" + c.kind().postgresType());
    }

    private static String cast(List<ChaosColumn> columns) {
        return join(columns, ", ", c -> "r." + c.name() + "::" + c.kind().postgresType());
    }

    private static String from(List<ChaosColumn> columns) {
        return " FROM " + unnest(columns);
    }

    private static String unnest(List<ChaosColumn> columns) {
        return "unnest(" + join(columns, ", ", c -> "?::text[]") + ") AS r(" + names(columns) + ")";
    }

    private String sameKey(String prefix) {
        return join(
                table.key(),
                " AND ",
                c -> "o." + c.name() + " = r." + c.name().replace("k", prefix) + "::"
                        + c.kind().postgresType());
    }

    private String returning() {
        return " RETURNING " + join(table.key(), " || '|' || ", c -> "o." + c.name() + "::text") + ", o.version";
    }

    private static String names(List<ChaosColumn> columns) {
        return join(columns, ", ", ChaosColumn::name);
    }

    private static String join(List<ChaosColumn> columns, String separator, Function<ChaosColumn, String> text) {
        return columns.stream().map(text).collect(Collectors.joining(separator));
    }
}
