package io.sealane.chaos;

import java.io.PrintWriter;
import java.nio.file.Path;
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
@Command(name = "chaos", description = "Rounds of history, faults and comparison; see deploy/chaos.sh.")
public final class Chaos implements Callable<Integer> {
    private static final int BUG = 70;

    @Option(names = "--cluster")
    private boolean cluster;

    /** Where a run on processes keeps its files. */
    @Option(names = "--directory", defaultValue = ".")
    private Path directory = Path.of(".");

    @Option(names = "--minutes", defaultValue = "1")
    private int minutes;

    @Option(names = "--seed", defaultValue = "1")
    private long seed;

    @Option(names = "--postgres", defaultValue = "16")
    private String postgres = "16";

    @Option(names = "--writers", defaultValue = "8")
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
        ChaosOptions options = new ChaosOptions(cluster, minutes, seed, postgres, writers);
        Summary summary;
        try (Arena arena =
                cluster ? ClusterArena.forMinutes(directory, Math.max(1, minutes), out) : InProcessArena.ordinary()) {
            summary = run(options, arena, out);
        }
        out.println(summary.text());
        out.flush();
        return summary.exitCode();
    }

    /** Rounds until the time is over or one fails. */
    static Summary run(ChaosOptions options, Arena arena, PrintWriter out) throws Exception {
        List<RoundResult> rounds = new ArrayList<>();
        Instant end = Instant.now().plus(Duration.ofMinutes(options.minutes()));
        do {
            long seed = options.seed() + rounds.size();
            out.println("Round of seed " + seed + " begins");
            out.flush();
            try {
                rounds.add(new ChaosRound(arena, seed, options.writers()).run());
            } catch (Exception e) {
                out.println("The run itself failed in the round of seed " + seed + ". The rounds before:");
                out.println(new Summary(options, arena.kinds(), arena.protections(), rounds).text());
                throw e;
            }
        } while (rounds.get(rounds.size() - 1).passed()
                && Instant.now().plus(arena.plan().length()).isBefore(end));
        return new Summary(options, arena.kinds(), arena.protections(), rounds);
    }
}
