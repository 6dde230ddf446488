package io.sealane.plan;

import io.sealane.config.MigrationConfig;
import io.sealane.config.TableConfig;
import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.model.Problems;
import io.sealane.model.SourceTable;
import io.sealane.model.TableId;
import io.sealane.oracle.OracleName;
import io.sealane.source.postgres.Catalog;
import io.sealane.source.postgres.CatalogException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads both databases and makes the plan. Changes nothing in either. */
public final class MigrationPlanner {
    private MigrationPlanner() {}

    /**
     * Makes the plan and adds what stands in its way to {@code problems}; the plan lacks the tables that are named there.
     */
    public static PlannedMigration plan(
            MigrationConfig config, Connection source, Connection target, Problems problems) {
        Planner planner = new Planner(config, problems);
        return planner.plan(describe(config, source, problems), read(target, planner.targetSchemas()));
    }

    private static Map<TargetId, DictionaryTable> read(Connection target, Set<OracleName> schemas) {
        try {
            return TargetDictionary.read(target, schemas);
        } catch (SQLException e) {
            throw new MigrationException(
                    Kind.TARGET,
                    "TGT-407",
                    "Cannot read the target's dictionary: " + e.getMessage() + ". Correct it and run it again.",
                    e);
        }
    }

    private static Map<TableId, SourceTable> describe(MigrationConfig config, Connection source, Problems problems) {
        try {
            return describeAll(config, source, problems);
        } catch (SQLException e) {
            throw new MigrationException(
                    Kind.SOURCE,
                    "SRC-319",
                    "Cannot read the source's catalog: " + e.getMessage() + ". Correct it and run it again.",
                    e);
        }
    }

    private static Map<TableId, SourceTable> describeAll(MigrationConfig config, Connection source, Problems problems)
            throws SQLException {
        List<TableId> tables = config.tables().stream().map(TableConfig::source).toList();
        try {
            return Catalog.describe(source, tables);
        } catch (CatalogException refused) {
            // One by one, so that those without fault are compared with the target all the same.
            Map<TableId, SourceTable> described = new HashMap<>();
            for (TableId table : tables) {
                try {
                    described.putAll(Catalog.describe(source, List.of(table)));
                } catch (CatalogException e) {
                    e.problems().forEach(problem -> problems.add(Kind.SOURCE, e.code(), problem));
                }
            }
            return described;
        }
    }
}
