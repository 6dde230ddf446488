package io.sealane.chaos.mutant;

import io.sealane.chaos.fault.FaultKind;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Protections that are off together, the seed that shows it and what is expected of it.
 *
 * @param seed of the first round
 * @param survives whether nothing can be seen, because another protection stands in front
 */
public record Trial(List<Mutant> off, long seed, boolean survives) {
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
        off = List.copyOf(off);
    }

    private static Trial caught(long seed, Mutant... off) {
        return new Trial(List.of(off), seed, false);
    }

    private static Trial survives(long seed, Mutant... off) {
        return new Trial(List.of(off), seed, true);
    }

    /** Of names joined by a plus, as on the command line. */
    public static Trial of(String names, long seed) {
        return new Trial(
                Arrays.stream(names.split("\\+", -1)).map(Mutant::named).toList(), seed, false);
    }

    /** Their names, joined by a plus. */
    public String name() {
        return off.stream().map(Mutant::name).collect(Collectors.joining("+"));
    }

    /** What is done to the job: mostly the faults that need these protections. */
    public List<FaultKind> faults() {
        Set<FaultKind> faults = new LinkedHashSet<>();
        off.forEach(mutant -> faults.addAll(mutant.faults()));
        // So that something is done in each phase.
        faults.add(FaultKind.TASK_FAILS_WHILE_WRITING);
        return List.copyOf(faults);
    }
}
