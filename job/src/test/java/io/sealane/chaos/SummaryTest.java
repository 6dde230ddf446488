package io.sealane.chaos;

import io.sealane.chaos.fault.FaultKind;
import io.sealane.chaos.fault.FaultKind.Place;
import io.sealane.chaos.history.ChaosTable;
import io.sealane.chaos.reconcile.Difference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class SummaryTest {
    @Test
    void goodRoundsPass() {
        Summary summary = summary(10, round(1, 5), round(2, 5));

        assertThat(summary.exitCode()).isEqualTo(Summary.PASSED);
        assertThat(summary.text()).endsWith("PASSED").contains("        10  events skipped by the fence");
    }

    @Test
    void differenceFailsAndNamesTheRoundToReplay() {
        Difference ghost = new Difference(Difference.Kind.GHOST, ChaosTable.INT_KEY, "7", "target has version 64");
        Summary summary = summary(1, round(1, 5), round(2, 5, List.of(ghost), Optional.empty()));

        assertThat(summary.exitCode()).isEqualTo(Summary.FAILED);
        assertThat(summary.text())
                .endsWith("FAILED")
                .contains("GHOST INT_KEY [7] target has version 64")
                .contains("bash deploy/chaos.sh --minutes 1 --seed 2 --postgres 16")
                .doesNotContain("--seed 1 ");
    }

    @Test
    void migrationThatStopsFails() {
        Summary summary = summary(1, round(3, 5, List.of(), Optional.of("SRC-1 no slot")));

        assertThat(summary.exitCode()).isEqualTo(Summary.FAILED);
        assertThat(summary.text()).contains("the migration stopped: SRC-1 no slot");
    }

    @Test
    void protectionThatNeverFiredFailsALongRunOnly() {
        assertThat(summary(9, round(1, 0)).exitCode()).isEqualTo(Summary.PASSED);
        assertThat(summary(9, round(1, 0)).text()).contains("Warning: this run proves nothing about fence_skips");
        assertThat(summary(10, round(1, 0)).exitCode()).isEqualTo(Summary.FAILED);
        assertThat(summary(10, round(1, 0)).text()).contains("FAILED: this run proves nothing about fence_skips");
    }

    @Test
    void noRoundIsNoProof() {
        assertThat(summary(1).exitCode()).isEqualTo(Summary.FAILED);
    }

    @Test
    void onAClusterCyclesAreAddedUpAndAFaultThatCannotBeDoneIsNamed() {
        List<FaultKind> kinds = new ArrayList<>(FaultKind.doneIn(Place.PROCESSES_OF_ITS_OWN));
        kinds.remove(FaultKind.CHECKPOINT_DISK_FULL);
        Summary summary = new Summary(
                new ChaosOptions(true, 1, 1, "16", 8),
                kinds,
                List.of(Protection.FENCE_SKIPS),
                List.of(round(1, 5), round(2, 5)));

        assertThat(summary.text())
                .contains("Fault cycles: 2, ")
                .contains("left out: checkpoint_disk_full")
                .doesNotContain("task_fails_while_writing")
                .doesNotContain(Protection.READER_REPLAYS.meaning());
    }

    private static Summary summary(int minutes, RoundResult... rounds) {
        return new Summary(
                new ChaosOptions(false, minutes, 1, "16", 8),
                FaultKind.doneIn(Place.THIS_PROCESS),
                List.of(Protection.values()),
                List.of(rounds));
    }

    private static RoundResult round(long seed, long fired) {
        return round(seed, fired, List.of(), Optional.empty());
    }

    private static RoundResult round(long seed, long fired, List<Difference> differences, Optional<String> stopped) {
        Map<Protection, Long> protections =
                Arrays.stream(Protection.values()).collect(Collectors.toMap(Function.identity(), p -> fired));
        return new RoundResult(
                seed, "1 transaction", Map.of(FaultKind.COPY_KILLED, 1), protections, 10, 20, differences, stopped);
    }
}
