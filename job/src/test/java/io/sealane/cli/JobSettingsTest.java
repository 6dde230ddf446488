package io.sealane.cli;

import io.sealane.config.CasePolicy;
import io.sealane.config.MigrationConfig;
import io.sealane.config.Naming;
import io.sealane.config.TestConfigs;
import io.sealane.model.Problems;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class JobSettingsTest {
    private static final MigrationConfig CONFIG = TestConfigs.config(new Naming(Map.of(), null, CasePolicy.UPPER));

    @Test
    void setsWhatThePromisesNeed() {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());

        new JobSettings(CONFIG).applyTo(env);

        ReadableConfig set = env.getConfiguration();
        assertThat(set.get(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE))
                .isEqualTo(CheckpointingMode.EXACTLY_ONCE);
        assertThat(set.get(CheckpointingOptions.ENABLE_UNALIGNED)).isFalse();
        assertThat(set.get(CheckpointingOptions.CHECKPOINTING_INTERVAL)).isEqualTo(Duration.ofSeconds(1));
        assertThat(set.get(PipelineOptions.AUTO_GENERATE_UIDS)).isFalse();
        assertThat(set.get(PipelineOptions.GENERIC_TYPES)).isFalse();
        assertThat(set.get(RestartStrategyOptions.RESTART_STRATEGY)).isEqualTo("exponential-delay");
        assertThat(env.getBufferTimeout()).isEqualTo(5);
        assertThat(env.getConfig().isObjectReuseEnabled()).isTrue();
        assertThat(env.getMaxParallelism()).isEqualTo(16);
        assertThat(env.getParallelism()).isEqualTo(1);
    }

    @Test
    void adviceGivesWayToTheUser() {
        Configuration user = Configuration.fromMap(Map.of("restart-strategy.type", "none"));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(user);

        new JobSettings(CONFIG).applyTo(env);

        assertThat(env.getConfiguration().get(RestartStrategyOptions.RESTART_STRATEGY))
                .isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource({
        "execution.checkpointing.unaligned.enabled, true",
        "execution.checkpointing.aligned-checkpoint-timeout, 10s",
        "execution.checkpointing.mode, AT_LEAST_ONCE"
    })
    void refusesWhatBreaksAPromise(String option, String value) {
        assertThat(faults(Map.of(option, value, "execution.checkpointing.dir", "file:///tmp/x")))
                .singleElement()
                .asString()
                .startsWith("CFG-306 Cannot run with Flink's setting " + option + ": ");
    }

    @Test
    void aCheckpointDirectoryMayStandInFlinksConfiguration() {
        assertThat(faults(Map.of("execution.checkpointing.dir", "file:///tmp/x")))
                .isEmpty();
        assertThat(faults(Map.of())).singleElement().asString().startsWith("CFG-305 Cannot run without a checkpoint");
    }

    private static List<String> faults(Map<String, String> user) {
        Problems problems = new Problems();
        new JobSettings(CONFIG).check(Configuration.fromMap(user), problems);
        return problems.lines();
    }
}
