package io.sealane.chaos;

import io.sealane.chaos.Arena.Plan;
import io.sealane.chaos.fault.FaultKind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A small round of {@code deploy/chaos.sh --cluster}. */
@Tag("long")
final class ClusterChaosIT {
    private static final long SEED = 20_260_102;
    private static final int WRITERS = 2;
    private static final List<FaultKind> ONCE_EACH =
            List.of(FaultKind.TASKMANAGER_KILLED, FaultKind.TASKMANAGER_FROZEN, FaultKind.TARGET_KILLED);
    private static final Plan PLAN = new Plan(Duration.ZERO, Duration.ofMinutes(5), 0, ONCE_EACH.size(), 3);

    @TempDir
    private Path directory;

    @Test
    void killedAndFrozenProcessesLoseNothingAndInventNothing() throws Exception {
        ChaosOptions options = new ChaosOptions(true, 1, SEED, "of the build", WRITERS);
        StringWriter progress = new StringWriter();
        try (Arena arena = new ClusterArena(directory, PLAN, ONCE_EACH, new PrintWriter(progress))) {
            Summary summary = Chaos.run(options, arena, new PrintWriter(progress));

            assertThat(summary.exitCode()).as(progress + summary.text()).isEqualTo(Summary.PASSED);
            assertThat(summary.text()).contains("Fault cycles: 3, ");
        }
    }
}
