package io.sealane.cli;

import io.sealane.config.MigrationConfig;
import io.sealane.fence.RegisteredMigration;
import io.sealane.mapping.MigrationPlan;
import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.model.Problems;
import io.sealane.model.TableId;
import io.sealane.oracle.TargetTable;
import io.sealane.plan.MigrationPlanner;
import io.sealane.prepare.Endpoints;
import io.sealane.prepare.FilledTables;
import io.sealane.prepare.Preparation;
import io.sealane.prepare.Resnapshot;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "resnapshot",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Lets a stopped migration go on without a checkpoint, and copy tables again.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealane resnapshot --config shop.yaml --no-table                  go on from the fences, copy nothing",
            "  sealane resnapshot --config shop.yaml --table shop.orders         copy one again, empty at the target",
            "  sealane resnapshot --config shop.yaml --table shop.orders --truncate --yes",
            "  sealane resnapshot --config shop.yaml --all-tables --truncate --yes   a new slot, everything anew",
            "  sealane run --config shop.yaml                                    then does it"
        })
final class ResnapshotCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Options options;

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Which which;

    @Option(names = "--truncate", description = "Empty these tables at the target first; needs --yes.")
    private boolean truncate;

    @Option(names = "--yes", description = "Do it, though rows or the replication slot are removed.")
    private boolean yes;

    /** One of the three. */
    static final class Which {
        @Option(
                names = "--table",
                paramLabel = "SCHEMA.TABLE",
                description = "Copy this table of the source again; may be given several times.")
        private List<String> tables = List.of();

        @Option(
                names = "--all-tables",
                description =
                        "Copy all again, from a new replication slot: whatever the source or the target has lost.")
        private boolean all;

        @Option(names = "--no-table", description = "Copy none; only go on from what the target has.")
        void none(boolean ignored) {
            // What is left when neither tables nor all of them are named.
        }
    }

    record Result(String migration, List<String> copiedAgain, List<String> emptied) {}

    @Override
    public Integer call() {
        MigrationConfig config = options.config();
        try (Endpoints endpoints = Endpoints.open(config)) {
            Problems problems = new Problems();
            MigrationPlan plan = MigrationPlanner.plan(config, endpoints.source(), endpoints.target(), problems)
                    .plan();
            problems.throwIfAny("Cannot plan migration " + config.job().name());
            RegisteredMigration migration = new Preparation(endpoints)
                    .find()
                    .orElseThrow(() -> new MigrationException(
                            Kind.CONFIG,
                            "CFG-303",
                            "Cannot copy tables of migration " + config.job().name()
                                    + " again: the target knows none of this name. Begin it with `sealane run`."));
            Resnapshot resnapshot = new Resnapshot(endpoints, plan, migration);
            List<TableId> named = named(plan);
            resnapshot.checkStopped();
            List<TableId> tables =
                    which.all ? plan.bySource().keySet().stream().sorted().toList() : resnapshot.withStanding(named);
            if (!which.all) {
                resnapshot.checkGoingOn(tables);
            }
            List<TargetTable> filled = resnapshot.filled(tables);
            requireConsent(config.job().name(), filled);
            if (which.all) {
                resnapshot.beginAnew(filled);
            } else {
                resnapshot.request(tables, filled);
            }
            Result result = new Result(
                    config.job().name(),
                    tables.stream().map(TableId::toString).toList(),
                    filled.stream().map(TargetTable::quoted).toList());
            options.print(result, () -> text(result));
            return 0;
        }
    }

    private List<TableId> named(MigrationPlan plan) {
        return which.tables.stream().distinct().map(text -> table(text, plan)).toList();
    }

    private static TableId table(String text, MigrationPlan plan) {
        return plan.bySource().keySet().stream()
                .filter(id -> id.toString().equals(text) || id.quoted().equals(text))
                .findFirst()
                .orElseThrow(() -> new MigrationException(
                        Kind.CONFIG,
                        "CFG-330",
                        "Cannot copy " + text + " again: the migration has no such table of the source. It has "
                                + plan.bySource().keySet().stream()
                                        .sorted()
                                        .limit(20)
                                        .map(TableId::toString)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    private void requireConsent(String migration, List<TargetTable> filled) {
        String names = FilledTables.named(filled);
        if (!filled.isEmpty() && !truncate) {
            throw new MigrationException(
                    Kind.TARGET,
                    "TGT-332",
                    "Cannot copy tables of migration " + migration + " again: " + names
                            + " have rows at the target, and those whose source rows are gone would stay. Empty them, or"
                            + " give --truncate --yes to have it done.");
        }
        if (!yes && (which.all || !filled.isEmpty())) {
            throw new MigrationException(
                    Kind.CONFIG,
                    "CFG-304",
                    "Cannot copy tables of migration " + migration + " again without your consent: "
                            + (filled.isEmpty() ? "" : "all rows of " + names + " at the target are deleted first")
                            + (which.all && !filled.isEmpty() ? ", and " : "")
                            + (which.all ? "the replication slot is dropped and made anew" : "")
                            + ". Give --yes.");
        }
    }

    private static String text(Result result) {
        return "The next run without a checkpoint copies "
                + (result.copiedAgain().isEmpty() ? "no table" : String.join(", ", result.copiedAgain())) + " again"
                + (result.emptied().isEmpty() ? "" : " (emptied: " + String.join(", ", result.emptied()) + ")")
                + " and goes on: sealane run.";
    }
}
