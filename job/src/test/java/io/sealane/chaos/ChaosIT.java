package io.sealane.chaos;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** One round of {@code deploy/chaos.sh}, with the seed that every build runs. */
class ChaosIT {
    private static final long SEED = 1;

    @Test
    void aMinuteOfFaultsLosesNothingAndAppliesNothingTwice() throws Exception {
        var options = new ChaosOptions(1, SEED, "of the build", ChaosOptions.WRITERS);

        Summary summary = Chaos.run(options, new PrintWriter(System.out, true, StandardCharsets.UTF_8));

        assertThat(summary.exitCode()).as(summary.text()).isEqualTo(Summary.PASSED);
    }
}
