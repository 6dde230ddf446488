package io.sealane.source;

import io.sealane.config.Mode;
import io.sealane.config.SourceConfig;
import io.sealane.fence.Applied;
import io.sealane.fence.FenceReader;
import io.sealane.mapping.Lanes;
import io.sealane.mapping.MigrationPlan;
import io.sealane.mapping.TablePlan;
import io.sealane.model.LaneEvent;
import io.sealane.model.Lsn;
import io.sealane.model.Operation;
import io.sealane.model.SourceTable;
import io.sealane.model.TableId;
import io.sealane.oracle.OracleName;
import io.sealane.oracle.OracleType;
import io.sealane.oracle.TargetColumn;
import io.sealane.oracle.TargetTable;
import io.sealane.source.postgres.Catalog;
import io.sealane.source.postgres.PostgresConnections;
import io.sealane.transform.ByLane;
import io.sealane.types.LaneEventType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.jspecify.annotations.Nullable;

/** A job of the source, the keyBy and a {@link TestingTarget}, on a Flink cluster inside this process. */
final class TestingJob {
    private final MiniCluster cluster;
    private final SourceConfig config;
    private final MigrationPlan plan;
    private final String name;
    private Mode mode = Mode.FULL_AND_INCREMENTAL;
    private int parallelism = 2;
    private Duration checkpointInterval = Duration.ofMillis(100);
    private @Nullable String savepoint;
    private @Nullable JobID id;

    TestingJob(MiniCluster cluster, SourceConfig config, MigrationPlan plan, String name) {
        this.cluster = cluster;
        this.config = config;
        this.plan = plan;
        this.name = name;
    }

    static MiniCluster startCluster() throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.BIND_PORT, "0");
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(4)
                .build());
        cluster.start();
        return cluster;
    }

    /** A plan of {@code tables} as the source's catalog describes them, with 8 lanes. */
    static MigrationPlan plan(SourceConfig config, TableId... tables) {
        try (Connection connection = new PostgresConnections(config).open()) {
            Map<TableId, SourceTable> described = Catalog.describe(connection, List.of(tables));
            List<TablePlan> plans = new ArrayList<>();
            for (TableId table : tables) {
                plans.add(tablePlan(plans.size(), described.get(table)));
            }
            return new MigrationPlan("test", new Lanes(8), plans);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot describe " + List.of(tables), e);
        }
    }

    private static TablePlan tablePlan(int number, SourceTable table) {
        List<TargetColumn> columns = table.columns().stream()
                .map(column -> new TargetColumn(
                        new OracleName(column.name()), new OracleType("CLOB", 0, 0, null, null, null), true))
                .toList();
        return new TablePlan(
                number,
                table,
                new TargetTable(new OracleName("APP"), new OracleName("T" + number), columns, table.key()),
                IntStream.range(0, columns.size()).boxed().toList(),
                EnumSet.allOf(Operation.class));
    }

    TestingJob mode(Mode newMode) {
        mode = newMode;
        return this;
    }

    TestingJob parallelism(int newParallelism) {
        parallelism = newParallelism;
        return this;
    }

    TestingJob checkpointInterval(Duration interval) {
        checkpointInterval = interval;
        return this;
    }

    TestingJob from(String newSavepoint) {
        savepoint = newSavepoint;
        return this;
    }

    TestingJob start() throws Exception {
        JobGraph graph = graph();
        if (savepoint != null) {
            graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(savepoint));
        }
        id = cluster.submitJob(graph).get(30, TimeUnit.SECONDS).getJobID();
        return this;
    }

    private JobGraph graph() {
        Configuration configuration = new Configuration();
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
        configuration.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ofMillis(5));
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, false);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(parallelism);
        env.setMaxParallelism(plan.lanes().count());
        env.fromSource(
                        MigrationSource.create(config, plan, mode, new FencesOf(name), configuration),
                        WatermarkStrategy.noWatermarks(),
                        "read",
                        LaneEventType.INFO)
                .uid("read")
                .keyBy(new ByLane(plan.lanes()), Types.INT)
                .map(new ApplyTo(name), LaneEventType.INFO)
                .uid("apply")
                .sinkTo(new DiscardingSink<>())
                .uid("discard");
        return env.getStreamGraph().getJobGraph();
    }

    /** The fences of the target of that name. */
    private record FencesOf(String target) implements FenceReader {
        private static final long serialVersionUID = 1L;

        @Override
        public Applied read() {
            return TestingTarget.named(target).applications();
        }

        @Override
        public Session open() {
            return new SessionOf(target);
        }
    }

    private record SessionOf(String target) implements FenceReader.Session {
        @Override
        public Lsn applied() {
            return TestingTarget.named(target).applications().fences().lowest().commitLsn();
        }

        @Override
        public FenceReader.@Nullable Beginning beginning() {
            return null;
        }

        @Override
        public void close() {}
    }

    /** Applies each event to the target of that name. */
    private record ApplyTo(String target) implements MapFunction<LaneEvent, LaneEvent> {
        @Override
        public LaneEvent map(LaneEvent event) {
            TestingTarget.named(target).apply(event);
            return event;
        }
    }

    JobID id() {
        if (id == null) {
            throw new IllegalStateException("Job not started");
        }
        return id;
    }

    JobStatus status() {
        return cluster.getJobStatus(id()).join();
    }

    /** Waits until the job has ended for good; gives why, null if it finished. */
    @Nullable
    Throwable awaitEnd(Duration limit) throws Exception {
        return cluster.requestJobResult(id())
                .get(limit.toMillis(), TimeUnit.MILLISECONDS)
                .getSerializedThrowable()
                .map(fault -> fault.deserializeError(getClass().getClassLoader()))
                .orElse(null);
    }

    void completeCheckpoint() throws Exception {
        cluster.triggerCheckpoint(id()).get(20, TimeUnit.SECONDS);
    }

    long completedCheckpoints() throws Exception {
        var statistics =
                cluster.getExecutionGraph(id()).get(20, TimeUnit.SECONDS).getCheckpointStatsSnapshot();
        return statistics == null ? 0 : statistics.getCounts().getNumberOfCompletedCheckpoints();
    }

    String stopWithSavepoint(java.nio.file.Path folder) throws Exception {
        return cluster.stopWithSavepoint(id(), folder.toUri().toString(), false, SavepointFormatType.CANONICAL)
                .get(30, TimeUnit.SECONDS);
    }

    void cancel() throws Exception {
        if (!status().isGloballyTerminalState()) {
            cluster.cancelJob(id()).get(20, TimeUnit.SECONDS);
            cluster.requestJobResult(id()).get(30, TimeUnit.SECONDS);
        }
    }
}
