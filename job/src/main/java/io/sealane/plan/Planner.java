package io.sealane.plan;

import io.sealane.config.MigrationConfig;
import io.sealane.config.TableConfig;
import io.sealane.mapping.MigrationPlan;
import io.sealane.mapping.TablePlan;
import io.sealane.model.MigrationException.Kind;
import io.sealane.model.Problems;
import io.sealane.model.SourceTable;
import io.sealane.model.TableId;
import io.sealane.oracle.OracleName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Makes the plan. Pure: what the two databases hold comes in from outside. */
final class Planner {
    private final MigrationConfig config;
    private final Problems problems;
    private final TargetNames names;

    Planner(MigrationConfig config, Problems problems) {
        this.config = config;
        this.problems = problems;
        this.names = new TargetNames(config.naming(), problems);
    }

    /** Schemas whose dictionary {@link #plan} needs. */
    Set<OracleName> targetSchemas() {
        TargetNames quiet = new TargetNames(config.naming(), new Problems());
        Set<OracleName> schemas = new LinkedHashSet<>();
        config.tables().forEach(table -> quiet.table(table).ifPresent(target -> schemas.add(target.schema())));
        return schemas;
    }

    /**
     * The plan, as far as there are no problems.
     *
     * @param sources tables of the source; what is missing here has been reported already
     * @param dictionary tables of {@link #targetSchemas}
     */
    PlannedMigration plan(Map<TableId, SourceTable> sources, Map<TargetId, DictionaryTable> dictionary) {
        List<TablePlan> tables = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        Map<TargetId, TableId> taken = new HashMap<>();
        for (TableConfig table : config.tables()) {
            SourceTable source = sources.get(table.source());
            names.table(table).ifPresent(target -> {
                TableId earlier = taken.putIfAbsent(target, table.source());
                if (earlier != null) {
                    reportCollision(earlier, table.source(), target);
                } else if (source != null) {
                    new TablePlanner(table, source, names, problems)
                            .plan(tables.size(), target, dictionary, warnings)
                            .ifPresent(tables::add);
                }
            });
        }
        return new PlannedMigration(
                new MigrationPlan(
                        config.job().name(),
                        config.job().lanes(),
                        tables,
                        new TreeMap<>(config.job().labels())),
                warnings);
    }

    private void reportCollision(TableId first, TableId second, TargetId target) {
        problems.add(
                Kind.CONFIG,
                "CFG-201",
                "Cannot map " + second + ": it goes into " + target + ", and so does " + first
                        + ". Rows of two tables would take each other's keys; give one of them another target"
                        + " (tables[].target), or choose another case.");
    }
}
