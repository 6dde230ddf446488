package io.sealane.plan;

import io.sealane.config.TableConfig;
import io.sealane.config.yaml.NearestKey;
import io.sealane.mapping.TablePlan;
import io.sealane.model.MigrationException.Kind;
import io.sealane.model.Problems;
import io.sealane.model.SourceColumn;
import io.sealane.model.SourceTable;
import io.sealane.oracle.OracleName;
import io.sealane.oracle.TargetColumn;
import io.sealane.oracle.TargetTable;
import io.sealane.oracle.TypePairs;
import io.sealane.oracle.ValuePolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Maps one table and reports all that keeps it from being migrated. Used once. */
final class TablePlanner {
    private record Mapped(int sourceIndex, TargetColumn target) {}

    private final TableConfig config;
    private final SourceTable source;
    private final TargetNames names;
    private final Problems problems;
    private boolean refused;

    TablePlanner(TableConfig config, SourceTable source, TargetNames names, Problems problems) {
        this.config = config;
        this.source = source;
        this.names = names;
        this.problems = problems;
    }

    Optional<TablePlan> plan(
            int number, TargetId target, Map<TargetId, DictionaryTable> dictionary, List<String> warnings) {
        checkNamedColumns();
        checkKey();
        DictionaryTable found = dictionary.get(target);
        if (found == null) {
            reportMissingTable(target, dictionary.keySet());
            return Optional.empty();
        }
        List<Mapped> mapped = mapColumns(found);
        checkUnwritten(found, mapped);
        List<Mapped> ordered = lobsLast(mapped);
        checkTargetKey(found, ordered);
        if (refused) {
            return Optional.empty();
        }
        new TargetWarnings(source.id(), found, keyNames(ordered), stricter(ordered)).addTo(warnings);
        TargetTable table = new TargetTable(
                target.schema(),
                target.table(),
                ordered.stream().map(Mapped::target).toList(),
                key(ordered));
        return Optional.of(new TablePlan(
                number, source, table, ordered.stream().map(Mapped::sourceIndex).toList(), config.operations()));
    }

    private void checkNamedColumns() {
        List<String> columns = source.columns().stream().map(SourceColumn::name).toList();
        Set<String> named = new TreeSet<>(config.renamed().keySet());
        named.addAll(config.dropped());
        named.addAll(config.columnValues().keySet());
        named.removeAll(columns);
        for (String name : named) {
            String nearest = NearestKey.to(name, columns)
                    .map(column -> " Did you mean '" + column + "'?")
                    .orElse("");
            refuse(
                    Kind.CONFIG,
                    "CFG-202",
                    "Cannot map column " + name + " of table " + source.id()
                            + ": the table has no such column, or it is"
                            + " a generated one, which is not migrated." + nearest
                            + " Correct columns.rename, columns.drop or columns.values.");
        }
    }

    private void checkKey() {
        for (SourceColumn column : source.keyColumns()) {
            if (config.dropped().contains(column.name())) {
                refuse(
                        Kind.CONFIG,
                        "CFG-203",
                        "Cannot drop column " + column.name() + " of table " + source.id()
                                + ": it is part of the key. Remove it from columns.drop.");
            }
        }
    }

    private void reportMissingTable(TargetId target, Set<TargetId> known) {
        String nearest = known.stream()
                .filter(id -> id.toString().equalsIgnoreCase(target.toString()))
                .map(id -> " There is " + id + ": set target.case, or name it in tables[].target.")
                .findFirst()
                .orElse("");
        refuse(
                Kind.TARGET,
                "TGT-401",
                "Cannot write table " + source.id() + " to " + target
                        + ": the target has no such table, or its user may not see it." + nearest
                        + " Create it, grant SELECT, INSERT, UPDATE and DELETE on it, or map the table elsewhere.");
    }

    private List<Mapped> mapColumns(DictionaryTable target) {
        Map<String, SourceColumn> taken = new LinkedHashMap<>();
        List<Mapped> mapped = new ArrayList<>();
        for (int i = 0; i < source.columns().size(); i++) {
            SourceColumn column = source.columns().get(i);
            Optional<OracleName> name =
                    config.dropped().contains(column.name()) ? Optional.empty() : names.column(config, column.name());
            if (name.isEmpty()) {
                // Dropped, or without a name that Oracle takes; that has been reported.
                continue;
            }
            SourceColumn earlier = taken.putIfAbsent(name.get().value(), column);
            if (earlier != null) {
                refuse(
                        Kind.CONFIG,
                        "CFG-205",
                        "Cannot map column " + column.name() + " of table " + source.id() + ": it becomes " + name.get()
                                + ", and so does " + earlier.name() + ". Rename one of them in columns.rename.");
                continue;
            }
            int index = i;
            target.column(name.get().value())
                    .ifPresentOrElse(
                            found -> {
                                checkColumn(column, target, found);
                                mapped.add(new Mapped(index, found.column().with(policy(index))));
                            },
                            () -> reportMissingColumn(column, target, name.get()));
        }
        return mapped;
    }

    /** A policy on a key could make two rows one. */
    private ValuePolicy policy(int sourceIndex) {
        return source.key().contains(sourceIndex)
                ? ValuePolicy.STRICT
                : config.valuesOf(source.columns().get(sourceIndex).name());
    }

    private void reportMissingColumn(SourceColumn column, DictionaryTable target, OracleName name) {
        String nearest = NearestKey.to(
                        name.value(),
                        target.columns().stream().map(DictionaryColumn::name).toList())
                .map(found -> " There is " + found + ".")
                .orElse("");
        refuse(
                Kind.TARGET,
                "TGT-402",
                "Cannot write column " + column.name() + " of table " + source.id() + ": the target table "
                        + target.id()
                        + " has no column " + name + "." + nearest
                        + " Add the column, name another in columns.rename, or list the source column in columns.drop.");
    }

    private void checkColumn(SourceColumn column, DictionaryTable target, DictionaryColumn found) {
        String cannot = "Cannot write column " + column.name() + " of table " + source.id() + ": the target column "
                + target.id() + "." + found.name();
        if (found.virtual()) {
            refuse(
                    Kind.TARGET,
                    "TGT-406",
                    cannot + " is a virtual column, which Oracle computes itself. List " + column.name()
                            + " in columns.drop.");
        } else if (found.identityAlways()) {
            refuse(
                    Kind.TARGET,
                    "TGT-406",
                    cannot + " is GENERATED ALWAYS AS IDENTITY. Run ALTER TABLE "
                            + target.id().schema().quoted()
                            + "." + target.id().table().quoted() + " MODIFY \"" + found.name()
                            + "\" GENERATED BY DEFAULT AS IDENTITY.");
        } else if (TypePairs.find(column, found.column().type()).isEmpty()) {
            refuse(
                    Kind.TARGET,
                    "TGT-404",
                    cannot + " has type " + found.column().type().dataType() + ", which cannot hold a "
                            + column.declaredType()
                            + ". Change the target column's type, or list the source column in columns.drop.");
        }
    }

    private void checkUnwritten(DictionaryTable target, List<Mapped> mapped) {
        Set<OracleName> written = new HashSet<>();
        mapped.forEach(column -> written.add(column.target().name()));
        for (DictionaryColumn column : target.columns()) {
            boolean needed = !column.column().nullable()
                    && !column.hasDefault()
                    && !column.virtual()
                    && !column.identityAlways();
            if (needed && !written.contains(column.column().name())) {
                refuse(
                        Kind.TARGET,
                        "TGT-403",
                        "Cannot write table " + source.id() + " to " + target.id() + ": the target column "
                                + column.name() + " is NOT NULL without a default, and no source column goes there."
                                + " Give it a default, make it nullable, or rename a source column to it.");
            }
        }
    }

    /** Oracle refuses a long value that is bound in front of a LOB (ORA-24816). */
    private static List<Mapped> lobsLast(List<Mapped> mapped) {
        List<Mapped> ordered = new ArrayList<>(mapped.stream()
                .filter(column -> !column.target().type().isLob())
                .toList());
        mapped.stream().filter(column -> column.target().type().isLob()).forEach(ordered::add);
        return ordered;
    }

    private void checkTargetKey(DictionaryTable target, List<Mapped> mapped) {
        if (key(mapped).size() < source.key().size()) {
            // A key column is not written; that has been reported.
            refused = true;
            return;
        }
        Set<String> key = keyNames(mapped);
        boolean lob = key(mapped).stream()
                .anyMatch(index -> mapped.get(index).target().type().isLob());
        boolean same = target.primaryKey().isEmpty()
                ? target.uniques().containsValue(key)
                : target.primaryKey().equals(key);
        if (!same || lob) {
            String found = target.primaryKey().isEmpty()
                    ? "no enabled primary key"
                    : "the primary key (" + String.join(", ", target.primaryKey()) + ")";
            refuse(
                    Kind.TARGET,
                    "TGT-405",
                    "Cannot write table " + source.id() + " to " + target.id() + ": rows are found by ("
                            + String.join(", ", key) + "), which the source's key becomes, and the target has " + found
                            + ". Give the target a primary key over exactly these columns, none of them a LOB.");
        }
    }

    private List<String> stricter(List<Mapped> mapped) {
        return mapped.stream()
                .filter(column -> !column.target().nullable())
                .filter(column -> source.columns().get(column.sourceIndex()).nullable())
                .map(column -> column.target().name().value())
                .toList();
    }

    private static Set<String> names(List<Mapped> mapped, List<Integer> indexes) {
        Set<String> names = new TreeSet<>();
        indexes.forEach(index -> names.add(mapped.get(index).target().name().value()));
        return names;
    }

    private Set<String> keyNames(List<Mapped> mapped) {
        return names(mapped, key(mapped));
    }

    /** Indexes into {@code mapped} of the key columns, in key order. */
    private List<Integer> key(List<Mapped> mapped) {
        return source.key().stream()
                .flatMap(index -> IntStream.range(0, mapped.size())
                        .filter(i -> mapped.get(i).sourceIndex() == index)
                        .boxed())
                .toList();
    }

    private void refuse(Kind kind, String code, String text) {
        refused = true;
        problems.add(kind, code, text);
    }
}
