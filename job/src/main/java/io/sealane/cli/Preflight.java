package io.sealane.cli;

import io.sealane.config.MigrationConfig;
import io.sealane.config.Mode;
import io.sealane.fence.RegisteredMigration;
import io.sealane.mapping.MigrationPlan;
import io.sealane.mapping.TablePlan;
import io.sealane.model.MigrationException.Kind;
import io.sealane.model.Problems;
import io.sealane.oracle.TargetTable;
import io.sealane.plan.MigrationPlanner;
import io.sealane.plan.PlannedMigration;
import io.sealane.prepare.Endpoints;
import io.sealane.prepare.FilledTables;
import io.sealane.prepare.Preparation;
import io.sealane.prepare.Prepared;
import io.sealane.prepare.RunRules;
import io.sealane.prepare.SourceWarnings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From the configuration to a migration that is planned and prepared, or to all reasons why it cannot be. */
final class Preflight {
    /** Whether an unprepared migration may be prepared now. */
    enum Preparing {
        ALLOWED,
        FORBIDDEN
    }

    private final Endpoints endpoints;
    private final MigrationConfig config;
    private final Preparation preparation;
    private final Problems problems = new Problems();

    Preflight(Endpoints endpoints) {
        this.endpoints = endpoints;
        this.config = endpoints.config();
        this.preparation = new Preparation(endpoints);
    }

    /** A plan with the migration that it belongs to. */
    record Ready(PlannedMigration planned, Prepared prepared, List<String> warnings) {
        MigrationPlan plan() {
            return planned.plan();
        }
    }

    /** Plans, and prepares what is not prepared yet. Changes nothing unless everything is well. */
    Ready ready(Preparing preparing, boolean freshStart) {
        PlannedMigration planned = MigrationPlanner.plan(config, endpoints.source(), endpoints.target(), problems);
        Optional<RegisteredMigration> registered = preparation.find();
        if (registered.isPresent()) {
            RunRules rules = new RunRules(endpoints, registered.get(), problems);
            rules.check(planned.plan());
            if (freshStart) {
                rules.checkFreshStart();
            }
        } else if (preparing == Preparing.ALLOWED) {
            preparation.check(problems);
            requireEmptyTables(planned.plan());
        } else {
            problems.add(
                    Kind.CONFIG,
                    "CFG-302",
                    "Cannot run migration " + config.job().name()
                            + ": it has not been prepared. Run `sealane prepare`, or leave --no-prepare out.");
        }
        problems.throwIfAny("Cannot begin migration " + config.job().name());
        List<String> warnings = new ArrayList<>(planned.warnings());
        warnings.addAll(SourceWarnings.find(endpoints));
        Prepared prepared = registered.map(preparation::found).orElseGet(() -> preparation.prepare(planned.plan()));
        return new Ready(planned, prepared, warnings);
    }

    private void requireEmptyTables(MigrationPlan plan) {
        if (config.job().mode() == Mode.INCREMENTAL) {
            return;
        }
        List<TargetTable> filled = FilledTables.among(
                endpoints, plan.tables().stream().map(TablePlan::target).toList());
        if (!filled.isEmpty()) {
            problems.add(
                    Kind.TARGET,
                    "TGT-307",
                    "Cannot copy into " + FilledTables.named(filled)
                            + ", which have rows: those whose source rows are gone would stay. Empty these tables (TRUNCATE"
                            + " TABLE), or give job.mode incremental if they were copied by other means.");
        }
    }
}
