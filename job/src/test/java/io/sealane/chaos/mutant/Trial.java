package io.sealane.chaos.mutant;

import io.sealane.chaos.fault.FaultKind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Protections that are off together, the seed that shows it and what is expected of it.
 *
 * @param protections those that are tried
 * @param on whether they stay on, for comparison: the same faults must then do no harm
 * @param seed of the first round
 * @param survives whether nothing can be seen, because another protection stands in front, or because they are on
 */
public record Trial(List<Mutant> protections, boolean on, long seed, boolean survives) {
    /** Every protection alone, and those that stand behind others together with these. */
    public static final List<Trial> ALL = List.of(
            caught(1, Mutant.PINNED_LOW_WATERMARK),
            caught(1, Mutant.PINNED_LOW_WATERMARK, Mutant.COVERED_START),
            caught(1, Mutant.PINNED_LOW_WATERMARK, Mutant.COVERED_START, Mutant.OPEN_CHECK),
            caught(1, Mutant.DURABILITY_WAIT),
            caught(1, Mutant.HOLD_UNTIL_CHECKPOINT, Mutant.DURABLE_CHUNKS),
            caught(1, Mutant.HOLD_UNTIL_CHECKPOINT, Mutant.DURABLE_CHUNKS, Mutant.COPIED_ROW_CHECK),
            caught(1, Mutant.FENCE),
            caught(1, Mutant.GENERATION, Mutant.COMPARE_AND_SET),
            caught(1, Mutant.MARK),
            caught(1, Mutant.BOUNDARY_STATE),
            caught(1, Mutant.BOUNDARY_STATE, Mutant.COVERED_START, Mutant.OPEN_CHECK),
            caught(1, Mutant.TOAST_FILL),
            caught(1, Mutant.TOAST_REREAD),
            caught(1, Mutant.VISIBLE_BEFORE_REREAD),
            caught(1, Mutant.UNKNOWN_COMMIT),
            caught(1, Mutant.RECURRING_KEY),
            caught(1, Mutant.ACKNOWLEDGE_COMPLETED),
            survives(1, Mutant.COVERED_START),
            survives(1, Mutant.OPEN_CHECK),
            survives(1, Mutant.HOLD_UNTIL_CHECKPOINT),
            survives(1, Mutant.DURABLE_CHUNKS),
            survives(1, Mutant.COPIED_ROW_CHECK),
            survives(1, Mutant.GENERATION),
            survives(1, Mutant.COMPARE_AND_SET));

    public Trial {
        protections = List.copyOf(protections);
    }

    private static Trial caught(long seed, Mutant... off) {
        return new Trial(List.of(off), false, seed, false);
    }

    private static Trial survives(long seed, Mutant... off) {
        return new Trial(List.of(off), false, seed, true);
    }

    /** Of names joined by a plus, as on the command line. */
    public static Trial of(String names, long seed) {
        List<Mutant> off =
                Arrays.stream(names.split("\\+", -1)).map(Mutant::named).toList();
        return new Trial(off, false, seed, false);
    }

    /** What is done in {@link #ALL}, with everything on. */
    public static List<Trial> controls() {
        Map<List<Object>, Trial> controls = new LinkedHashMap<>();
        ALL.forEach(trial -> controls.putIfAbsent(
                List.of(trial.faults(), trial.copyFaults(), trial.streamFaults()),
                new Trial(trial.protections(), true, trial.seed(), true)));
        return List.copyOf(controls.values());
    }

    /** What is switched off. */
    public List<Mutant> off() {
        return on ? List.of() : protections;
    }

    /** What is done to the job. */
    public List<FaultKind> faults() {
        return protections.stream()
                .flatMap(mutant -> mutant.faults().stream())
                .distinct()
                .toList();
    }

    /** How many of them are done to the copy, at most. */
    public int copyFaults() {
        return protections.stream().mapToInt(Mutant::copyFaults).max().orElse(0);
    }

    /** How many are done after that, at most. */
    public int streamFaults() {
        return protections.stream().mapToInt(Mutant::streamFaults).max().orElse(0);
    }

    /** Their names, joined by a plus. */
    public String name() {
        return protections.stream().map(Mutant::name).collect(Collectors.joining("+"));
    }
}
