package io.sealane.chaos;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** One round of {@code deploy/chaos.sh} in every build. */
final class ChaosIT {
    private static final long SEED = 20_260_101;

    @Test
    void aRoundOfChaosLosesNothingAndInventsNothing() throws Exception {
        ChaosOptions options = new ChaosOptions(false, 1, SEED, "of the build", ChaosOptions.WRITERS);
        try (Arena arena = InProcessArena.ordinary()) {
            Summary summary = Chaos.run(options, arena, new PrintWriter(new StringWriter()));

            assertThat(summary.exitCode()).as(summary.text()).isEqualTo(Summary.PASSED);
        }
    }
}
