package io.sealane.source;

import io.sealane.model.MigrationException;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CheckpointRulesTest {
    private final Configuration job = new Configuration();

    CheckpointRulesTest() {
        job.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(10));
    }

    @Test
    void alignedCheckpointsAreFine() {
        assertThatCode(() -> CheckpointRules.check(job)).doesNotThrowAnyException();
    }

    @Test
    void unalignedCheckpointsAreRefused() {
        job.set(CheckpointingOptions.ENABLE_UNALIGNED, true);
        job.set(CheckpointingOptions.ALIGNED_CHECKPOINT_TIMEOUT, Duration.ofSeconds(30));
        assertThatThrownBy(() -> CheckpointRules.check(job))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("execution.checkpointing.unaligned.enabled is true")
                .hasMessageContaining("execution.checkpointing.aligned-checkpoint-timeout is PT30S");
    }

    @Test
    void jobWithoutCheckpointsIsRefused() {
        assertThatThrownBy(() -> CheckpointRules.check(new Configuration()))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("execution.checkpointing.interval is not set");
    }
}
