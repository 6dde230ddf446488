package io.sealane.chaos;

import io.sealane.testing.TestPostgres;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command of {@code deploy/chaos.sh}: rounds of history, faults and comparison until the time is over. */
@Command(
        name = "chaos.sh",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Migrates a database under random load and faults, again and again, and proves the target right.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every round right, every protection proven (below 10 minutes: or warned about)",
            "1:a difference, a migration that stopped, or a protection that never fired in 10 minutes or more",
            "2:wrong usage",
            "70:the run itself failed"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bash deploy/chaos.sh --minutes 10 --seed 1",
            "  bash deploy/chaos.sh --minutes 10 --seed 1 --postgres 14",
            "  bash deploy/chaos.sh --minutes 1 --seed 4711     replays the round of seed 4711"
        })
public final class Chaos implements Callable<Integer> {
    private static final int BUG = 70;

    @Option(names = "--minutes", defaultValue = "1", description = "How long to begin rounds (default ${DEFAULT-VALUE}).")
    private int minutes;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the first round (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--postgres", defaultValue = "16", description = "PostgreSQL: 14, 16 or 18 (default ${DEFAULT-VALUE}).")
    private String postgres = "16";

    @Option(names = "--writers", defaultValue = "8", description = "Writers at the source (default ${DEFAULT-VALUE}).")
    private int writers;

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Chaos())
                .setExecutionExceptionHandler((e, line, result) -> {
                    e.printStackTrace(line.getErr());
                    return BUG;
                })
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        ChaosOptions options = new ChaosOptions(minutes, seed, postgres, writers);
        Summary summary = run(options, out);
        out.println(summary.text());
        out.flush();
        return summary.exitCode();
    }

    /** Rounds until the time is over or one fails. */
    static Summary run(ChaosOptions options, PrintWriter out) throws Exception {
        List<RoundResult> rounds = new ArrayList<>();
        Instant end = Instant.now().plus(Duration.ofMinutes(options.minutes()));
        try (TestPostgres server = TestPostgres.start()) {
            do {
                long seed = options.seed() + rounds.size();
                out.println("Round of seed " + seed + " begins");
                out.flush();
                rounds.add(new ChaosRound(server, seed, options.writers()).run(out));
            } while (rounds.get(rounds.size() - 1).passed() && Instant.now().plus(ChaosRound.LENGTH).isBefore(end));
        }
        return new Summary(options, rounds);
    }
}
