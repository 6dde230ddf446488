package io.sealane.chaos;

import io.sealane.chaos.fault.FaultKind;
import io.sealane.chaos.reconcile.Difference;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * A run's rounds added up, as text and as an exit code. A run of ten minutes or more in which a protection never fired
 * fails: it proves nothing about that protection.
 */
final class Summary {
    static final int PASSED = 0;
    static final int FAILED = 1;

    private static final int MINUTES_THAT_MUST_PROVE_ALL = 10;
    private static final int DIFFERENCES_SHOWN = 40;

    private final ChaosOptions options;
    private final List<FaultKind> kinds;
    private final List<Protection> visible;
    private final List<RoundResult> rounds;

    /**
     * @param kinds the faults that could be done
     * @param visible the protections that could be seen to fire
     */
    Summary(ChaosOptions options, List<FaultKind> kinds, List<Protection> visible, List<RoundResult> rounds) {
        this.options = options;
        this.kinds = List.copyOf(kinds);
        this.visible = List.copyOf(visible);
        this.rounds = List.copyOf(rounds);
    }

    int exitCode() {
        boolean passed = rounds.stream().allMatch(RoundResult::passed) && !rounds.isEmpty();
        return passed && (unproven().isEmpty() || !mustProveAll()) ? PASSED : FAILED;
    }

    List<Protection> unproven() {
        Map<Protection, Long> fired = protections();
        return visible.stream().filter(protection -> fired.get(protection) == 0).toList();
    }

    String text() {
        StringJoiner text = new StringJoiner("\n");
        text.add("");
        text.add("Chaos: " + rounds.size() + " rounds, seed " + options.seed() + ", PostgreSQL " + options.postgres());
        rounds.forEach(round -> text.add("  round of seed " + round.seed() + ": " + round.history()));
        addFaults(text);
        text.add("Protections that fired");
        protections().forEach((protection, count) -> text.add(line(count, protection.meaning())));
        text.add("Checked");
        text.add(line(rounds.stream().mapToLong(RoundResult::rowsCompared).sum(), "rows compared"));
        text.add(line(
                rounds.stream().mapToLong(RoundResult::changesChecked).sum(),
                "applied changes held against the ledger"));
        text.add("Found");
        for (Difference.Kind kind : Difference.Kind.values()) {
            text.add(line(
                    differences().stream().filter(d -> d.kind() == kind).count(),
                    kind.name().toLowerCase(Locale.ROOT)));
        }
        differences().stream().limit(DIFFERENCES_SHOWN).forEach(difference -> text.add("  " + difference));
        verdict(text);
        return text.toString();
    }

    private void addFaults(StringJoiner text) {
        Map<FaultKind, Long> faults = faults();
        long all = faults.values().stream().mapToLong(Long::longValue).sum();
        text.add(
                options.cluster()
                        ? "Fault cycles: " + all
                                + ", each of a fault, a further checkpoint and a further applied change"
                        : "Faults injected");
        faults.forEach((kind, count) -> text.add(line(count, kind.text())));
        if (options.cluster() && !kinds.contains(FaultKind.CHECKPOINT_DISK_FULL)) {
            text.add("      left out: " + FaultKind.CHECKPOINT_DISK_FULL.text()
                    + ", because no small file system can be mounted here");
        }
    }

    private void verdict(StringJoiner text) {
        for (Protection protection : unproven()) {
            text.add((mustProveAll() ? "FAILED: " : "Warning: ") + "this run proves nothing about "
                    + protection.name().toLowerCase(Locale.ROOT) + ": it never fired");
        }
        for (RoundResult round : rounds) {
            round.stopped().ifPresent(reason -> text.add("FAILED: the migration stopped: " + reason));
            if (!round.passed()) {
                text.add("Replay this round: bash deploy/chaos.sh" + (options.cluster() ? " --cluster" : "")
                        + " --minutes 1 --seed " + round.seed() + " --postgres " + options.postgres());
            }
        }
        text.add(exitCode() == PASSED ? "PASSED" : "FAILED");
    }

    private boolean mustProveAll() {
        return options.minutes() >= MINUTES_THAT_MUST_PROVE_ALL;
    }

    private List<Difference> differences() {
        List<Difference> all = new ArrayList<>();
        rounds.forEach(round -> all.addAll(round.differences()));
        return all;
    }

    private Map<FaultKind, Long> faults() {
        Map<FaultKind, Long> sums = new EnumMap<>(FaultKind.class);
        for (FaultKind kind : kinds) {
            sums.put(
                    kind,
                    rounds.stream()
                            .mapToLong(r -> r.faults().getOrDefault(kind, 0))
                            .sum());
        }
        return sums;
    }

    private Map<Protection, Long> protections() {
        Map<Protection, Long> sums = new EnumMap<>(Protection.class);
        for (Protection protection : visible) {
            sums.put(
                    protection,
                    rounds.stream()
                            .mapToLong(r -> r.protections().getOrDefault(protection, 0L))
                            .sum());
        }
        return sums;
    }

    private static String line(long count, String what) {
        return String.format("%10d  %s", count, what);
    }
}
