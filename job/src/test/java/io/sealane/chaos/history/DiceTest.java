package io.sealane.chaos.history;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class DiceTest {
    @Test
    void oneSeedGivesOneSeriesOfPlans() {
        assertThat(plans(42, 3)).isEqualTo(plans(42, 3));
    }

    @Test
    void writersAndSeedsDiffer() {
        assertThat(Set.of(plans(42, 3), plans(42, 4), plans(43, 3), plans(43, 4)))
                .hasSize(4);
    }

    @Test
    void everyKindOfStepIsDrawn() {
        Set<Class<?>> kinds = new HashSet<>();
        plans(1, 0).forEach(plan -> plan.steps().forEach(step -> kinds.add(step.getClass())));

        assertThat(kinds).containsExactlyInAnyOrder(Step.class.getPermittedSubclasses());
    }

    @Test
    void transactionsLastFromNoTimeToSeconds() {
        List<Integer> pauses = plans(1, 0).stream().map(DiceTest::pauseMillis).toList();

        assertThat(pauses).contains(0).anyMatch(millis -> millis > 3_000).allMatch(millis -> millis < 6_000);
    }

    private static int pauseMillis(TransactionPlan plan) {
        return plan.steps().stream()
                .mapToInt(step -> step instanceof Step.Pause pause ? pause.millis() : 0)
                .sum();
    }

    private static List<TransactionPlan> plans(long seed, int writer) {
        Dice dice = new Dice(seed, writer);
        return Stream.generate(dice::next).limit(2_000).toList();
    }
}
