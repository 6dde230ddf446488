package io.sealane.source;

import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.core.execution.CheckpointingMode;

/** Refuses checkpoint settings under which changes could overtake copied rows, or the stream would never begin. */
final class CheckpointRules {
    private CheckpointRules() {}

    static void check(ReadableConfig job) {
        List<String> faults = new ArrayList<>();
        if (job.getOptional(CheckpointingOptions.CHECKPOINTING_INTERVAL).isEmpty()) {
            faults.add("execution.checkpointing.interval is not set, and the change stream begins after a checkpoint."
                    + " Set it, 10s for instance");
        }
        if (job.get(CheckpointingOptions.ENABLE_UNALIGNED)) {
            faults.add("execution.checkpointing.unaligned.enabled is true, and such a checkpoint completes while copied"
                    + " rows are still under way, so that a change could overtake them. Set it to false");
        }
        if (!job.get(CheckpointingOptions.ALIGNED_CHECKPOINT_TIMEOUT).isZero()) {
            faults.add("execution.checkpointing.aligned-checkpoint-timeout is "
                    + job.get(CheckpointingOptions.ALIGNED_CHECKPOINT_TIMEOUT)
                    + ", after which checkpoints become unaligned. Set it to 0s");
        }
        if (job.get(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE) != CheckpointingMode.EXACTLY_ONCE) {
            faults.add(
                    "execution.checkpointing.mode is not EXACTLY_ONCE, and only aligned barriers keep copied rows before"
                            + " changes. Leave it out");
        }
        if (!job.get(CheckpointingOptions.ENABLE_CHECKPOINTS_AFTER_TASKS_FINISH)) {
            faults.add(
                    "execution.checkpointing.checkpoints-after-tasks-finish is false, and idle readers finish before the"
                            + " stream does. Leave it out");
        }
        if (!faults.isEmpty()) {
            throw new MigrationException(
                    Kind.CONFIG, "CFG-110", "Cannot run with these checkpoints: " + String.join(". ", faults) + ".");
        }
    }
}
