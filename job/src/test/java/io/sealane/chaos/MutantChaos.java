package io.sealane.chaos;

import io.sealane.chaos.mutant.Surgery;
import io.sealane.chaos.mutant.Trial;
import io.sealane.testing.TestPostgres;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command of {@code deploy/chaos.sh --mutant}, {@code --mutants} and {@code --controls}: rounds with a protection off,
 * which must fail, or chaos would not notice if the protection were lost; and the same with all of them on.
 */
@Command(name = "chaos", description = "Rounds with protections off; see deploy/chaos.sh.")
public final class MutantChaos implements Callable<Integer> {
    /** Fewer than usual: nothing but the protection is to be needed. */
    static final int WRITERS = 4;

    private static final int BUG = 70;

    @Option(names = "--mutant")
    private @Nullable String mutant;

    /** Nothing is off: what is done to find that something is off must find nothing. */
    @Option(names = "--controls")
    private boolean controls;

    @Option(names = "--minutes", defaultValue = "1")
    private int minutes;

    @Option(names = "--seed", defaultValue = "1")
    private long seed;

    @Option(names = "--postgres", defaultValue = "16")
    private String postgres = "16";

    @Option(names = "--writers")
    private int writers = WRITERS;

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new MutantChaos())
                .setExecutionExceptionHandler((e, line, result) -> {
                    e.printStackTrace(line.getErr());
                    return BUG;
                })
                .execute(arguments));
    }

    /** Of one: 1 when it was caught, 0 when not. Of all, and of the controls: 0 when each came out as it was to. */
    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        if (mutant == null) {
            return runAll(controls ? Trial.controls() : Trial.ALL, out);
        }
        MutantResult result;
        try (TestPostgres server = InProcessArena.startServer()) {
            result = run(server, Trial.of(mutant, seed), minutes, writers);
        }
        out.println(result.text());
        out.println(result.row());
        out.println(result.isCaught() ? "CAUGHT" : "NOT CAUGHT");
        out.flush();
        if (!result.unused().isEmpty()) {
            return BUG;
        }
        return result.isCaught() ? Summary.FAILED : Summary.PASSED;
    }

    private int runAll(List<Trial> trials, PrintWriter out) throws Exception {
        out.println("PostgreSQL " + postgres);
        List<MutantResult> results = new ArrayList<>();
        try (TestPostgres server = InProcessArena.startServer()) {
            for (Trial trial : trials) {
                MutantResult result = run(server, trial, trial.survives() ? 0 : minutes, writers);
                results.add(result);
                out.println(result.text());
                out.println(result.isAsExpected() ? "  as expected" : "  UNEXPECTED");
                out.flush();
            }
        }
        results.forEach(result -> out.println(result.row()));
        boolean passed = results.stream().allMatch(MutantResult::isAsExpected);
        out.println(passed ? "PASSED" : "FAILED");
        out.flush();
        return passed ? Summary.PASSED : Summary.FAILED;
    }

    /** Rounds without the protections until one fails or the time is over. */
    static MutantResult run(TestPostgres server, Trial trial, int minutes, int writers) throws Exception {
        long begun = System.nanoTime();
        long limit = Duration.ofMinutes(minutes).toNanos();
        try (Surgery surgery = new Surgery(trial.off())) {
            Arena arena = InProcessArena.directed(server, trial);
            RoundResult round;
            long seed = trial.seed();
            do {
                round = new ChaosRound(arena, seed++, writers).run();
            } while (round.passed() && System.nanoTime() - begun < limit);
            return new MutantResult(trial, surgery.unused(), round, (System.nanoTime() - begun) / 1_000_000_000L);
        }
    }
}
