package io.sealane.chaos;

import io.sealane.chaos.mutant.Mutant;
import io.sealane.chaos.mutant.Trial;
import io.sealane.chaos.reconcile.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What became of a run with protections off.
 *
 * @param unused protections whose code nothing came by
 * @param round the last one, the only one that can have failed
 * @param seconds from the first round's beginning to the last one's end
 */
record MutantResult(Trial trial, List<Mutant> unused, RoundResult round, long seconds) {
    private static final Pattern CODE = Pattern.compile("\\b[A-Z]{3}-\\d{3}\\b");
    private static final int SHOWN = 5;

    /** A migration that merely makes no progress, on a machine that is busy for instance, shows nothing. */
    boolean isCaught() {
        return !round.differences().isEmpty()
                || round.stopped().filter(reason -> CODE.matcher(reason).find()).isPresent();
    }

    /** Whether the run came out as it was to, and the rewritten code had its part in it. */
    boolean isAsExpected() {
        return unused.isEmpty() && (trial.survives() ? round.passed() : isCaught());
    }

    /** What was found: differences by kind, or why the migration stopped. */
    String caughtAs() {
        List<String> found = new ArrayList<>();
        round.stopped().ifPresent(reason -> found.add("stopped: " + code(reason)));
        for (Difference.Kind kind : Difference.Kind.values()) {
            long count =
                    round.differences().stream().filter(d -> d.kind() == kind).count();
            if (count > 0) {
                found.add(count + " " + kind.name().toLowerCase(Locale.ROOT));
            }
        }
        return found.isEmpty() ? "not caught" : String.join(", ", found);
    }

    private static String code(String reason) {
        Matcher code = CODE.matcher(reason);
        String first = reason.lines().findFirst().orElse("");
        boolean stuck = first.startsWith("after ") || first.startsWith("no change ");
        return (stuck ? "no progress, " : "") + (code.find() ? code.group() : first);
    }

    /** A row of the kept table. */
    String row() {
        return "| " + trial.name().replace("+", " + ") + " | "
                + trial.off().stream().map(Mutant::off).collect(Collectors.joining("; ")) + " | " + round.seed()
                + " | " + caughtAs() + (trial.survives() && !trial.on() ? " (the protection in front holds)" : "")
                + " | " + seconds
                + " s | `bash deploy/chaos.sh --mutant " + trial.name() + " --seed " + round.seed() + "` |";
    }

    /** Everything that a reader needs to believe it. */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(trial.name() + (trial.on() ? " on: " : ": ") + caughtAs() + ", " + seconds + " s, seed "
                + round.seed());
        lines.add("  " + round.history() + "; " + faults());
        round.stopped().ifPresent(reason -> lines.add("  " + telling(reason)));
        round.differences().stream().limit(SHOWN).forEach(difference -> lines.add("  " + difference));
        unused.forEach(mutant -> lines.add("  nothing came by the code of " + mutant + ", so nothing is shown"));
        return String.join("\n", lines);
    }

    private String faults() {
        return round.faults().entrySet().stream()
                .filter(fault -> fault.getValue() > 0)
                .map(fault -> fault.getValue() + " " + fault.getKey().text())
                .collect(Collectors.joining(", ", "faults: ", ""));
    }

    /** Of a stack trace the line that says what the product found. */
    private static String telling(String reason) {
        return reason.lines()
                .filter(line -> CODE.matcher(line).find())
                .findFirst()
                .orElse(reason.lines().limit(2).collect(Collectors.joining(" ")));
    }
}
