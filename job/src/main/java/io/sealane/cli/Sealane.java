package io.sealane.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Where the command line begins, {@code flink run sealane.jar …} included. */
@Command(
        name = "sealane",
        description = "Moves a live PostgreSQL database to Oracle: copies every table, then applies the changes.",
        subcommands = {
            PrepareCommand.class,
            RunCommand.class,
            StatusCommand.class,
            ResnapshotCommand.class,
            CleanupCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealane prepare --config conf/migration.yaml",
            "  sealane run --config conf/migration.yaml --local",
            "  flink run sealane.jar run --config conf/migration.yaml",
            "  sealane status --config conf/migration.yaml --json",
            "",
            "Exit codes: 0 ok, 1 warnings, 2 configuration, 3 source, 4 target, 70 a bug of ours."
        })
public final class Sealane {
    private Sealane() {}

    public static void main(String[] arguments) {
        Logging.configure(List.of(arguments).contains("--verbose"));
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        if (Caller.isFlinksCluster()) {
            runInCluster(out, System::getenv, arguments);
            return;
        }
        int exitCode = run(out, new PrintWriter(System.err, true, StandardCharsets.UTF_8), System::getenv, arguments);
        // Returning leaves the client of `flink run`, which calls us, to end as it wants.
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    /**
     * Runs one command where no process of ours can end with an exit code: a fault is thrown, and reaches whoever
     * submitted the program in Flink's answer.
     */
    static void runInCluster(PrintWriter out, Environment environment, String... arguments) {
        StringWriter said = new StringWriter();
        int exitCode = run(out, new PrintWriter(said, true), environment, arguments);
        if (exitCode != 0) {
            throw new CommandFailedException(said.toString().strip(), exitCode);
        }
        out.print(said);
        out.flush();
    }

    /** Runs one command inside another program, such as the demo, and gives its exit code. */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return run(out, err, System::getenv, arguments);
    }

    /** Runs one command and gives its exit code. */
    static int run(PrintWriter out, PrintWriter err, Environment environment, String... arguments) {
        CommandLine commands = new CommandLine(new Sealane(), new Commands(environment));
        commands.setOut(out).setErr(err);
        commands.setExecutionExceptionHandler(new FaultReport());
        commands.setUsageHelpWidth(110).setCaseInsensitiveEnumValuesAllowed(true);
        return commands.execute(
                arguments.length == 0 ? new String[] {"--help"} : Arrays.copyOf(arguments, arguments.length));
    }
}
