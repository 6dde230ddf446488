package io.sealane.config;

import io.sealane.mapping.Lanes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the job is and how it runs.
 *
 * @param name the migration's name: the job's name and the key of its rows in the control tables
 * @param labels free labels, carried on every metric
 * @param lanes frozen when the migration is prepared; also the job's maximum parallelism
 * @param parallelism null leaves it to Flink's configuration
 */
public record JobConfig(
        String name,
        Map<String, String> labels,
        Mode mode,
        Lanes lanes,
        @Nullable Integer parallelism,
        CheckpointConfig checkpoint) {
    public JobConfig {
        labels = Map.copyOf(labels);
    }
}
