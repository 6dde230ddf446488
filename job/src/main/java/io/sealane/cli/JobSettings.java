package io.sealane.cli;

import io.sealane.config.MigrationConfig;
import io.sealane.model.MigrationException.Kind;
import io.sealane.model.Problems;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Flink's settings of the job: what the promises need is set and may not be contradicted; what is only advice gives way
 * to what the user set.
 */
final class JobSettings {
    private final MigrationConfig config;

    JobSettings(MigrationConfig config) {
        this.config = config;
    }

    /** Adds every setting of the user that would break a promise. */
    void check(ReadableConfig user, Problems problems) {
        refuse(
                problems,
                user.get(CheckpointingOptions.ENABLE_UNALIGNED),
                CheckpointingOptions.ENABLE_UNALIGNED,
                "an unaligned checkpoint completes with copied rows still under way, and a change could overtake them");
        refuse(
                problems,
                user.getOptional(CheckpointingOptions.ALIGNED_CHECKPOINT_TIMEOUT)
                                .filter(Duration.ZERO::equals)
                                .isEmpty()
                        && user.getOptional(CheckpointingOptions.ALIGNED_CHECKPOINT_TIMEOUT)
                                .isPresent(),
                CheckpointingOptions.ALIGNED_CHECKPOINT_TIMEOUT,
                "an aligned checkpoint that takes long would become an unaligned one");
        refuse(
                problems,
                user.getOptional(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE)
                        .filter(CheckpointingMode.AT_LEAST_ONCE::equals)
                        .isPresent(),
                CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE,
                "without aligned barriers the order of a lane is lost in a checkpoint");
        if (directory() == null
                && user.getOptional(CheckpointingOptions.CHECKPOINTS_DIRECTORY).isEmpty()) {
            problems.add(
                    Kind.CONFIG,
                    "CFG-305",
                    "Cannot run without a checkpoint directory: a job that was stopped could not be continued. Give"
                            + " job.checkpoint.directory, or set execution.checkpointing.dir in Flink's configuration.");
        }
    }

    /** Sets the job's settings; {@link #check} comes before. */
    void applyTo(StreamExecutionEnvironment env) {
        Configuration settings = new Configuration();
        settings.set(PipelineOptions.NAME, config.job().name());
        settings.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        settings.set(PipelineOptions.GENERIC_TYPES, false);
        settings.set(PipelineOptions.OBJECT_REUSE, true);
        settings.set(PipelineOptions.MAX_PARALLELISM, config.job().lanes().count());
        settings.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ofMillis(5));
        settings.set(
                CheckpointingOptions.CHECKPOINTING_INTERVAL,
                config.job().checkpoint().interval());
        settings.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
        settings.set(CheckpointingOptions.ENABLE_UNALIGNED, false);
        settings.set(CheckpointingOptions.MAX_CONCURRENT_CHECKPOINTS, 1);
        settings.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        String directory = directory();
        if (directory != null) {
            settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory);
        }
        advise(env, settings, CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 3);
        advise(env, settings, RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        advise(
                env,
                settings,
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
                Duration.ofSeconds(1));
        advise(
                env,
                settings,
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
                Duration.ofMinutes(1));
        env.configure(settings, JobSettings.class.getClassLoader());
        Integer parallelism = config.job().parallelism();
        if (parallelism != null) {
            env.setParallelism(parallelism);
        }
        Configuration labels = new Configuration();
        config.job().labels().forEach((name, value) -> labels.setString("sealane.label." + name, value));
        env.getConfig().setGlobalJobParameters(labels);
    }

    /** Each migration has its own, so that the latest checkpoint found there is its own too. */
    @org.jspecify.annotations.Nullable
    String directory() {
        String directory = config.job().checkpoint().directory();
        return directory == null
                ? null
                : directory.replaceFirst("/+$", "") + "/" + config.job().name();
    }

    private static <T> void advise(
            StreamExecutionEnvironment env, Configuration settings, ConfigOption<T> option, T advice) {
        if (env.getConfiguration().getOptional(option).isEmpty()) {
            settings.set(option, advice);
        }
    }

    private static void refuse(Problems problems, boolean broken, ConfigOption<?> option, String why) {
        if (broken) {
            problems.add(
                    Kind.CONFIG,
                    "CFG-306",
                    "Cannot run with Flink's setting " + option.key() + ": " + why + ". Remove it for this job.");
        }
    }
}
