package io.sealane.cli;

import io.sealane.cli.Preflight.Preparing;
import io.sealane.cli.Preflight.Ready;
import io.sealane.config.MigrationConfig;
import io.sealane.prepare.Endpoints;
import io.sealane.prepare.PreparationScript;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "prepare",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Makes the replication slot, the publication and the control tables.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealane prepare --config shop.yaml            make them",
            "  sealane prepare --config shop.yaml --print    print the SQL for both sides instead"
        })
final class PrepareCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Options options;

    @Option(names = "--print", description = "Print the SQL of both sides and change nothing.")
    private boolean print;

    /**
     * @param now false if an earlier command had prepared it
     * @param startLsn where the change stream begins
     */
    record Result(String migration, boolean now, String startLsn, int tables, List<String> warnings) {}

    record Script(List<String> source, List<String> target) {}

    @Override
    public Integer call() {
        MigrationConfig config = options.config();
        if (print) {
            PreparationScript script = new PreparationScript(config);
            options.print(new Script(script.source(), script.target()), script::text);
            return 0;
        }
        try (Endpoints endpoints = Endpoints.open(config)) {
            Ready ready = new Preflight(endpoints).ready(Preparing.ALLOWED, false);
            ready.warnings().forEach(warning -> options.note("warning: " + warning));
            Result result = new Result(
                    config.job().name(),
                    ready.prepared().isNew(),
                    ready.prepared().migration().start().toString(),
                    ready.plan().tables().size(),
                    ready.warnings());
            options.print(result, () -> text(result));
            return 0;
        }
    }

    private static String text(Result result) {
        return "Migration " + result.migration() + (result.now() ? " is prepared: " : " had been prepared already: ")
                + result.tables() + " tables, changes from " + result.startLsn() + " on.";
    }
}
