package io.sealane.config;

import io.sealane.config.yaml.Item;
import io.sealane.config.yaml.Section;
import io.sealane.model.Operation;
import io.sealane.model.TableId;
import io.sealane.oracle.OracleName;
import io.sealane.oracle.ValuePolicy;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads which tables go where: {@code schemas}, {@code defaults}, {@code tables} and the target's naming. */
final class TablesReader {
    Naming naming(Section root, Section target) {
        Map<String, String> schemas = root.map("schemas");
        schemas.forEach((source, name) -> checkName(name, fault -> root.fault("schemas", source + ": " + fault)));
        return new Naming(schemas, oracleName(target, "schema"), target.choice("case", CasePolicy.UPPER));
    }

    TableDefaults defaults(Section defaults) {
        try (defaults) {
            return new TableDefaults(
                    operations(defaults, EnumSet.allOf(Operation.class)),
                    ValuesReader.read(defaults.section("values"), ValuePolicy.STRICT));
        }
    }

    List<TableConfig> tables(Section root, TableDefaults defaults) {
        List<TableConfig> tables = new ArrayList<>();
        Map<TableId, Item> seen = new HashMap<>();
        for (Item item : root.list("tables", "a list with at least one table: " + TableName.FORM)) {
            table(item, defaults).ifPresent(table -> {
                Item earlier = seen.putIfAbsent(table.source(), item);
                if (earlier == null) {
                    tables.add(table);
                } else {
                    item.fault("the table " + table.source() + " stands twice, first as " + earlier.path() + " (line "
                            + earlier.line() + "). Keep one of them.");
                }
            });
        }
        return tables;
    }

    private Optional<TableConfig> table(Item item, TableDefaults defaults) {
        Optional<Section> section = item.section();
        if (section.isPresent()) {
            return longForm(section.get(), defaults);
        }
        Optional<TableId> name = item.text().flatMap(TableName::parse);
        if (name.isEmpty()) {
            item.fault("found " + item.shown() + ". Give " + TableName.FORM + ".");
        }
        return name.map(id -> new TableConfig(
                id, null, null, Map.of(), Set.of(), defaults.operations(), defaults.values(), Map.of()));
    }

    private Optional<TableConfig> longForm(Section table, TableDefaults defaults) {
        try (table) {
            String written = table.text("source");
            Optional<TableId> name = TableName.parse(written);
            if (name.isEmpty() && !written.isEmpty()) {
                table.fault("source", "found '" + written + "'. Give " + TableName.FORM + ".");
            }
            Section target = table.section("target");
            Section columns = table.section("columns");
            try (target;
                    columns) {
                Map<String, String> renamed = columns.map("rename");
                Set<String> dropped = new LinkedHashSet<>(columns.texts("drop"));
                checkColumns(columns, renamed, dropped);
                ValuePolicy values = ValuesReader.read(table.section("values"), defaults.values());
                Map<String, ValuePolicy> columnValues = new HashMap<>();
                columns.sections("values")
                        .forEach((column, section) -> columnValues.put(column, ValuesReader.read(section, values)));
                return name.map(id -> new TableConfig(
                        id,
                        oracleName(target, "schema"),
                        oracleName(target, "table"),
                        renamed,
                        dropped,
                        operations(table, defaults.operations()),
                        values,
                        columnValues));
            }
        }
    }

    private static void checkColumns(Section columns, Map<String, String> renamed, Set<String> dropped) {
        Map<String, String> sources = new HashMap<>();
        renamed.forEach((source, name) -> {
            checkName(name, fault -> columns.fault("rename", source + ": " + fault));
            String earlier = sources.putIfAbsent(name, source);
            if (earlier != null) {
                columns.fault("rename", earlier + " and " + source + " both become " + name + ". Rename one of them.");
            }
            if (dropped.contains(source)) {
                columns.fault("drop", source + " is renamed and dropped. Remove it from one of the two.");
            }
        });
    }

    private static Set<Operation> operations(Section section, Set<Operation> fallback) {
        return section.choices("operations", fallback, Operation.class);
    }

    private static @Nullable String oracleName(Section section, String key) {
        Optional<String> name = section.optionalText(key);
        name.ifPresent(value -> checkName(value, fault -> section.fault(key, fault)));
        return name.orElse(null);
    }

    private interface Report {
        void fault(String text);
    }

    private static void checkName(String name, Report report) {
        if (name.isEmpty()) {
            return;
        }
        try {
            new OracleName(name);
        } catch (IllegalArgumentException e) {
            report.fault(String.valueOf(e.getMessage()));
        }
    }
}
