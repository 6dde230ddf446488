package io.sealane.source.postgres.stream;

import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.model.SourceColumn;
import io.sealane.model.SourceTable;
import io.sealane.model.TableId;
import java.util.ArrayList;
import java.util.List;

/**
 * A table as the stream announced it (RELATION), checked against the plan's description of it.
 *
 * @param logged by column: whether a key tuple carries it
 */
record StreamedTable(SourceTable table, boolean[] logged) {
    /** Object ids below this are fixed: PostgreSQL's own types, never a domain. */
    static final int FIRST_OWN_OID = 10_000;

    /**
     * A column of a RELATION message.
     *
     * @param baseType type name, domains resolved
     * @param typeOid of the declared type
     */
    record Announced(String name, String baseType, int typeOid, int typeModifier, boolean logged) {}

    /** @throws MigrationException if the layout is not the planned one, or old rows no longer carry the key */
    static StreamedTable matched(SourceTable table, List<Announced> announced) {
        List<String> differences = differences(table.columns(), announced);
        if (!differences.isEmpty()) {
            throw new MigrationException(
                    Kind.SOURCE,
                    "SRC-210",
                    "Cannot read changes of table " + table.id() + ": its columns changed since the migration was"
                            + " planned: " + String.join("; ", differences)
                            + ". Make the same change at the target, then copy the table again in a new migration.");
        }
        boolean[] logged = new boolean[announced.size()];
        for (int i = 0; i < logged.length; i++) {
            logged[i] = announced.get(i).logged();
        }
        for (int index : table.key()) {
            if (!logged[index]) {
                throw identityProblem(table);
            }
        }
        return new StreamedTable(table, logged);
    }

    private static MigrationException identityProblem(SourceTable table) {
        TableId id = table.id();
        return new MigrationException(
                Kind.SOURCE,
                "SRC-211",
                "Cannot follow updates and deletes of table " + id + ": its replica identity changed and old rows no"
                        + " longer carry the key ("
                        + String.join(
                                ", ",
                                table.keyColumns().stream()
                                        .map(SourceColumn::name)
                                        .toList())
                        + "). Run ALTER TABLE " + id.quoted() + " REPLICA IDENTITY FULL and copy the table again in a"
                        + " new migration.");
    }

    private static List<String> differences(List<SourceColumn> planned, List<Announced> announced) {
        List<String> differences = new ArrayList<>();
        List<String> plannedNames = planned.stream().map(SourceColumn::name).toList();
        List<String> announcedNames = announced.stream().map(Announced::name).toList();
        plannedNames.stream()
                .filter(name -> !announcedNames.contains(name))
                .forEach(name -> differences.add("column " + name + " is gone"));
        announcedNames.stream()
                .filter(name -> !plannedNames.contains(name))
                .forEach(name -> differences.add("column " + name + " is new"));
        if (differences.isEmpty() && !plannedNames.equals(announcedNames)) {
            differences.add("their order is " + String.join(", ", announcedNames));
        }
        if (differences.isEmpty()) {
            for (int i = 0; i < planned.size(); i++) {
                if (!sameType(planned.get(i), announced.get(i))) {
                    differences.add("column " + planned.get(i).name() + " is no longer "
                            + planned.get(i).declaredType());
                }
            }
        }
        return differences;
    }

    /** A domain is announced without its base type's modifier. */
    private static boolean sameType(SourceColumn planned, Announced announced) {
        boolean maybeDomain = announced.typeOid() >= FIRST_OWN_OID && announced.typeModifier() == -1;
        return planned.type().equals(announced.baseType())
                && (maybeDomain || planned.typeModifier() == announced.typeModifier());
    }
}
