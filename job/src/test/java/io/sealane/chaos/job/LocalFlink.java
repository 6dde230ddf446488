package io.sealane.chaos.job;

import io.sealane.chaos.fault.CounterReporterFactory;
import io.sealane.chaos.fault.FaultBoard;
import io.sealane.chaos.fault.FaultyCheckpoints;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.ErrorInfo;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.CheckpointConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A Flink cluster of two task managers in this process, whose jobs restart at once after a failure, checkpoint often and
 * keep their checkpoints. Checkpoints fail, and counters arrive, by the {@link FaultBoard}.
 */
public final class LocalFlink implements AutoCloseable {
    private static final int TASK_MANAGERS = 2;
    private static final int SLOTS_EACH = 2;
    /** Slots there are, and so the highest parallelism. */
    public static final int SLOTS = TASK_MANAGERS * SLOTS_EACH;

    private final FaultBoard board;
    private final Path directory;
    private final MiniCluster cluster;

    public LocalFlink(FaultBoard board, Path directory) throws Exception {
        this.board = board;
        this.directory = directory;
        Configuration configuration = new Configuration();
        configuration.setString("metrics.reporter.chaos.factory.class", CounterReporterFactory.class.getName());
        configuration.setString("metrics.reporter.chaos." + CounterReporterFactory.BOARD, board.name());
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(8));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(32));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(32));
        cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(TASK_MANAGERS)
                .setNumSlotsPerTaskManager(SLOTS_EACH)
                .withRandomPorts()
                .build());
        cluster.start();
    }

    /** What a job is run with; given to the environment, and to the source, which checks it. */
    public static Configuration jobConfiguration(Duration checkpointInterval) {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ofMillis(5));
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
        configuration.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, Duration.ofSeconds(60));
        configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
        configuration.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(200));
        return configuration;
    }

    @SuppressWarnings("deprecation") // An instance can be given in no other way, and Flink 1.20 deprecates this one.
    private void storeCheckpointsIn(CheckpointConfig checkpoints) {
        checkpoints.setCheckpointStorage(new FaultyCheckpoints(board, directory));
    }

    /** Submits what {@code job} adds to the environment, fresh or from a savepoint or checkpoint. */
    @SuppressWarnings("deprecation") // the only way to hand over a storage as an object
    public RunningJob submit(JobToRun job, Configuration configuration, int parallelism, Optional<String> restoreFrom)
            throws Exception {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        environment.setParallelism(parallelism);
        storeCheckpointsIn(environment.getCheckpointConfig());
        job.attachTo(environment);
        JobGraph graph = environment.getStreamGraph().getJobGraph();
        restoreFrom.ifPresent(path -> graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(path, false)));
        cluster.submitJob(graph).get();
        return new RunningJob(graph.getJobID(), restoreFrom);
    }

    @Override
    public void close() {
        try {
            cluster.close();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot stop the Flink cluster", e);
        }
    }

    /** Adds a job's operators. */
    public interface JobToRun {
        void attachTo(StreamExecutionEnvironment environment);
    }

    /** One submitted job. */
    public final class RunningJob {
        private final JobID id;
        private final Optional<String> restoredFrom;

        private RunningJob(JobID id, Optional<String> restoredFrom) {
            this.id = id;
            this.restoredFrom = restoredFrom;
        }

        /** Where it was submitted. */
        LocalFlink cluster() {
            return LocalFlink.this;
        }

        public JobStatus status() throws Exception {
            return cluster.getJobStatus(id).get();
        }

        /** Takes a savepoint and stops behind it. */
        public String stopWithSavepoint() throws Exception {
            return cluster.stopWithSavepoint(
                            id, directory.resolve("savepoints").toString(), false, SavepointFormatType.CANONICAL)
                    .get();
        }

        /** Ends the job where it is. */
        public void cancel() throws Exception {
            if (!status().isGloballyTerminalState()) {
                cluster.cancelJob(id).get();
            }
            cluster.requestJobResult(id).get();
        }

        /** The newest completed checkpoint: its own, or what the job began from. Empty if it has none. */
        public Optional<String> newestCheckpoint() throws Exception {
            var statistics = graph().getCheckpointStatsSnapshot();
            CompletedCheckpointStats newest =
                    statistics == null ? null : statistics.getHistory().getLatestCompletedCheckpoint();
            return newest == null ? restoredFrom : Optional.of(newest.getExternalPath());
        }

        /** Checkpoints that this job has completed. */
        public long completedCheckpoints() throws Exception {
            var statistics = graph().getCheckpointStatsSnapshot();
            return statistics == null ? 0 : statistics.getCounts().getNumberOfCompletedCheckpoints();
        }

        /** Why the job failed for good, the whole trace; empty if it did not. */
        public Optional<String> failure() throws Exception {
            return status() == JobStatus.FAILED ? newestFault() : Optional.empty();
        }

        /** Why it failed over last, or for good; empty if it never did. */
        Optional<String> newestFault() throws Exception {
            return Optional.ofNullable(graph().getFailureInfo()).map(ErrorInfo::getExceptionAsString);
        }

        private AccessExecutionGraph graph() throws Exception {
            return cluster.getExecutionGraph(id).get();
        }
    }
}
