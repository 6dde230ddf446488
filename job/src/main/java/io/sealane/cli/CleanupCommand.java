package io.sealane.cli;

import io.sealane.config.MigrationConfig;
import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.prepare.Cleanup;
import io.sealane.prepare.Endpoints;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "cleanup",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Removes the slot, the publication and the control rows of a migration; migrated rows stay.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealane cleanup --config shop.yaml          show what would be removed",
            "  sealane cleanup --config shop.yaml --yes    remove it"
        })
final class CleanupCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Options options;

    @Option(names = "--yes", description = "Remove it. The migration can only begin anew afterwards.")
    private boolean yes;

    record Result(String migration, List<String> removed) {}

    @Override
    public Integer call() {
        MigrationConfig config = options.config();
        String name = config.job().name();
        try (Endpoints endpoints = Endpoints.open(config)) {
            Cleanup cleanup = new Cleanup(endpoints);
            List<String> found = cleanup.find();
            if (!found.isEmpty() && !yes) {
                throw new MigrationException(
                        Kind.CONFIG,
                        "CFG-304",
                        "Cannot remove migration " + name + " without your consent: it has " + String.join(", ", found)
                                + ". Give --yes to remove all of this; the migration can only begin anew afterwards.");
            }
            cleanup.run();
            options.print(
                    new Result(name, found),
                    () -> found.isEmpty()
                            ? "Nothing to remove for migration " + name + "."
                            : "Removed " + String.join(", ", found) + ".");
            return 0;
        }
    }
}
