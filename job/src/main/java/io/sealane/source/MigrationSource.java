package io.sealane.source;

import io.sealane.config.Mode;
import io.sealane.config.SourceConfig;
import io.sealane.fence.FenceReader;
import io.sealane.mapping.MigrationPlan;
import io.sealane.mapping.TablePlan;
import io.sealane.model.LaneEvent;
import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.model.TableId;
import io.sealane.rate.RateLimiter;
import io.sealane.source.chunk.AssignerState;
import io.sealane.source.chunk.ChunkAssigner;
import io.sealane.source.chunk.MigrationEnumerator;
import io.sealane.source.chunk.SnapshotPlanner;
import io.sealane.source.fetch.BatchEmitter;
import io.sealane.source.fetch.CopyGate;
import io.sealane.source.fetch.InFlight;
import io.sealane.source.fetch.NoDeserializer;
import io.sealane.source.fetch.ReaderMetrics;
import io.sealane.source.fetch.ReaderScope;
import io.sealane.source.fetch.StreamProgress;
import io.sealane.source.postgres.wal.SlotWatch;
import io.sealane.source.progress.LagWatch;
import io.sealane.source.progress.Watches;
import io.sealane.types.FinalFault;
import java.util.List;
import java.util.TreeSet;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.cdc.connectors.base.config.JdbcSourceConfig;
import org.apache.flink.cdc.connectors.base.source.assigner.state.PendingSplitsState;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceRecords;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitBase;
import org.apache.flink.cdc.connectors.base.source.reader.IncrementalSourceReaderContext;
import org.apache.flink.cdc.connectors.base.source.reader.IncrementalSourceSplitReader;
import org.apache.flink.cdc.connectors.postgres.source.PostgresSourceBuilder.PostgresIncrementalSource;
import org.apache.flink.cdc.connectors.postgres.source.config.PostgresSourceConfig;
import org.apache.flink.cdc.connectors.postgres.source.config.PostgresSourceConfigFactory;
import org.apache.flink.cdc.connectors.postgres.source.enumerator.PostgresSourceEnumerator;
import org.apache.flink.cdc.connectors.postgres.source.offset.PostgresOffsetFactory;
import org.apache.flink.cdc.connectors.postgres.source.reader.PostgresSourceReader;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.synchronization.FutureCompletingBlockingQueue;

/**
 * Flink CDC's PostgreSQL source with the parts replaced that lose data: how tables are planned and read, how the stream is
 * read, what a position is, when the slot is acknowledged. What stays is its split state, its readers and its queue.
 *
 * <p>Slot and publication must exist; neither is ever made here, because a slot made anew would hide what was lost. Works at
 * any parallelism, which may change between runs.
 */
@SuppressWarnings("unchecked") // the connector's reader is a raw type
public final class MigrationSource extends PostgresIncrementalSource<LaneEvent> {
    private static final long serialVersionUID = 1L;

    /** Of this many completed checkpoints each can be restored, whatever Flink itself retains. */
    private static final int RESTORABLE_CHECKPOINTS = 3;

    private final SourceConfig config;
    private final MigrationPlan plan;
    private final Mode mode;
    private final FenceReader fences;
    private final int restorableCheckpoints;

    private MigrationSource(
            PostgresSourceConfigFactory connectorConfig,
            SourceConfig config,
            MigrationPlan plan,
            Mode mode,
            FenceReader fences,
            int restorableCheckpoints) {
        super(
                connectorConfig,
                new NoDeserializer(),
                new PostgresOffsetFactory(),
                new MigrationDialect(connectorConfig.create(0), null));
        this.config = config;
        this.plan = plan;
        this.mode = mode;
        this.fences = fences;
        this.restorableCheckpoints = restorableCheckpoints;
    }

    /**
     * @param fences how far the target is
     * @param job the job's configuration, whose checkpoint settings must suit
     * @throws MigrationException if they do not
     */
    public static Source<LaneEvent, ?, ?> create(
            SourceConfig config, MigrationPlan plan, Mode mode, FenceReader fences, ReadableConfig job) {
        CheckpointRules.check(job);
        int restorable = Math.max(RESTORABLE_CHECKPOINTS, job.get(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS));
        return new MigrationSource(connectorConfig(config), config, plan, mode, fences, restorable);
    }

    /** The connector's configuration, of which only the shape is used: no code of it ever connects. */
    private static PostgresSourceConfigFactory connectorConfig(SourceConfig config) {
        PostgresSourceConfigFactory factory = new PostgresSourceConfigFactory();
        factory.hostname(config.host());
        factory.port(config.port());
        factory.database(config.database());
        factory.databaseList(config.database());
        factory.username(config.user());
        // It would be logged, and it is not needed.
        factory.password("unused");
        factory.slotName(config.slot());
        factory.decodingPluginName("pgoutput");
        factory.skipSnapshotBackfill(true);
        return factory;
    }

    @Override
    public Boundedness getBoundedness() {
        return mode == Mode.FULL ? Boundedness.BOUNDED : Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public PostgresSourceEnumerator createEnumerator(SplitEnumeratorContext<SourceSplitBase> context) {
        return enumerator(context, new ChunkAssigner(config.database(), mode, tables()));
    }

    @Override
    public PostgresSourceEnumerator restoreEnumerator(
            SplitEnumeratorContext<SourceSplitBase> context, PendingSplitsState checkpoint) {
        AssignerState state = AssignerState.of(checkpoint);
        if (!new TreeSet<>(tables()).equals(state.tables())) {
            throw new FinalFault(new MigrationException(
                    Kind.CONFIG,
                    "CFG-111",
                    "Cannot continue the migration: it began with the tables " + state.tables()
                            + ", and the configuration now names " + new TreeSet<>(tables())
                            + ". Restore the list of tables, or start a new migration."));
        }
        return enumerator(context, new ChunkAssigner(config.database(), state));
    }

    private MigrationEnumerator enumerator(SplitEnumeratorContext<SourceSplitBase> context, ChunkAssigner assigner) {
        PostgresSourceConfig connector = connectorConfig(0);
        return new MigrationEnumerator(
                context,
                connector,
                assigner,
                new SnapshotPlanner(config, plan, fences),
                new Watches(new SlotWatch(config), new LagWatch(config, fences)),
                new MigrationDialect(connector, null),
                getBoundedness());
    }

    @Override
    public PostgresSourceReader createReader(SourceReaderContext context) {
        PostgresSourceConfig connector = connectorConfig(context.getIndexOfSubtask());
        ReaderScope scope = scope(context);
        MigrationDialect dialect = new MigrationDialect(connector, scope);
        IncrementalSourceReaderContext shared = new IncrementalSourceReaderContext(context);
        FutureCompletingBlockingQueue<RecordsWithSplitIds<SourceRecords>> elements =
                new FutureCompletingBlockingQueue<>();
        return new MigrationReader(
                elements,
                () -> new IncrementalSourceSplitReader<JdbcSourceConfig>(
                        context.getIndexOfSubtask(), dialect, connector, shared, snapshotHooks),
                new BatchEmitter(scope, context::sendSourceEventToCoordinator),
                shared,
                connector,
                sourceSplitSerializer,
                dialect,
                scope);
    }

    /** The stream is read by one reader, which has its limit to itself; the copy's limit is shared by all readers. */
    private ReaderScope scope(SourceReaderContext context) {
        int readers = context.currentParallelism();
        StreamProgress progress = new StreamProgress(restorableCheckpoints);
        return new ReaderScope(
                config,
                plan,
                mode,
                fences,
                new CopyGate(config, fences, progress),
                new RateLimiter(RateLimiter.share(config.copyLimit(), readers), System::nanoTime),
                new RateLimiter(RateLimiter.share(config.streamLimit(), 1), System::nanoTime),
                progress,
                new InFlight(),
                new ReaderMetrics(context.metricGroup(), plan));
    }

    private PostgresSourceConfig connectorConfig(int subtask) {
        return (PostgresSourceConfig) configFactory.create(subtask);
    }

    private List<TableId> tables() {
        return plan.tables().stream()
                .map(TablePlan::source)
                .map(table -> table.id())
                .toList();
    }
}
