package io.sealane.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When and where the job keeps its own progress.
 *
 * @param directory URI that every machine of the job reaches; null leaves it to Flink's configuration
 */
public record CheckpointConfig(Duration interval, @Nullable String directory) {}
