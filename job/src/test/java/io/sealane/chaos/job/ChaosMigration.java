package io.sealane.chaos.job;

import io.sealane.MigrationJob;
import io.sealane.chaos.fault.FaultBoard;
import io.sealane.chaos.fault.FaultySink;
import io.sealane.chaos.history.ChaosTable;
import io.sealane.chaos.job.LocalFlink.RunningJob;
import io.sealane.config.MigrationConfig;
import io.sealane.mapping.MigrationPlan;
import io.sealane.plan.SourceRowFetcher;
import io.sealane.prepare.Endpoints;
import io.sealane.sink.OracleSink;
import io.sealane.sink.TargetFenceReader;
import io.sealane.source.MigrationSource;
import io.sealane.standin.OracleStandIn;
import io.sealane.testing.Planned;
import io.sealane.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One migration of the {@link ChaosTable}s, from a database of its own into a stand-in of its own. Used by one thread.
 *
 * <pre>
 * new ChaosMigration   stand-in with tables and their triggers, Flink
 *   .prepare()         as `sealane prepare` does it
 *   .start(2)          as `sealane run` does it; stopped and restored at will
 *   .catchUp(limit)    until the target has everything that the source has committed
 * </pre>
 */
public final class ChaosMigration implements MigrationUnderTest {
    private static final Logger LOG = LoggerFactory.getLogger(ChaosMigration.class);

    /** No test lets a connection go silent for as long as the product must wait. */
    private static final int READ_TIMEOUT_SECONDS = 300;

    /** Longer than a job is frozen until another has taken its place. */
    private static final int LOCK_WAIT_SECONDS = 60;

    private static final int SAVEPOINT_TRIES = 20;
    private static final long POLL_MILLIS = 50;

    private final TestPostgres postgres;
    private final FaultBoard board;
    private final OracleStandIn standIn;
    private final ChaosTarget target;
    private final Path directory;
    private final List<LocalFlink> clusters = new ArrayList<>();
    private final MigrationConfig config;
    private final Configuration jobConfiguration;
    private @Nullable RunningJob job;

    /** A migration of {@code postgres}, whose tables exist. */
    public ChaosMigration(TestPostgres postgres, FaultBoard board, Rates rates) throws Exception {
        this.postgres = postgres;
        this.board = board;
        standIn = OracleStandIn.builder()
                .user(ChaosTable.TARGET_SCHEMA, ChaosConfig.PASSWORD)
                .start();
        target = new ChaosTarget(standIn.jdbcUrl(), standIn::openH2);
        directory = Files.createTempDirectory("sealane-chaos");
        clusters.add(new LocalFlink(board, directory));
        config = new ChaosConfig(
                        postgres.port(),
                        postgres.database(),
                        standIn.jdbcUrl(),
                        directory.resolve("checkpoints"),
                        rates,
                        READ_TIMEOUT_SECONDS,
                        LOCK_WAIT_SECONDS)
                .writeTo(directory);
        jobConfiguration = LocalFlink.jobConfiguration(config.job().checkpoint().interval());
        target.createTables();
    }

    @Override
    public TestPostgres postgres() {
        return postgres;
    }

    @Override
    public ChaosTarget target() {
        return target;
    }

    public OracleStandIn standIn() {
        return standIn;
    }

    public FaultBoard board() {
        return board;
    }

    @Override
    public void prepare() throws SQLException {
        try (Endpoints endpoints = Endpoints.open(config)) {
            target.watchFence(Planned.prepare(endpoints).migration().start());
        }
    }

    @Override
    public void start(int parallelism) throws Exception {
        start(parallelism, Optional.empty());
    }

    private void start(int parallelism, Optional<String> restoreFrom) throws Exception {
        job = submitTo(job == null ? clusters.get(0) : job.cluster(), parallelism, restoreFrom);
    }

    /** Starts the migration on another cluster too, as one does who takes the first job for dead; gives that first job. */
    public RunningJob startBeside(int parallelism) throws Exception {
        RunningJob first = running();
        LocalFlink other = new LocalFlink(board, directory);
        clusters.add(other);
        job = submitTo(other, parallelism, first.newestCheckpoint());
        return first;
    }

    /** Ends one of two jobs, and its cluster: the one that was refused, or else {@code first}, which was replaced. */
    public void endOneOfTwo(RunningJob first) throws Exception {
        RunningJob second = running();
        boolean firstLives = !first.status().isGloballyTerminalState();
        boolean secondLives = !second.status().isGloballyTerminalState();
        RunningJob ended = firstLives && !secondLives ? second : first;
        job = ended == first ? second : first;
        ended.cancel();
        clusters.remove(ended.cluster());
        ended.cluster().close();
    }

    /** See {@link Freeze}. */
    public Freeze freezeBetweenTransactions() {
        return new Freeze(standIn);
    }

    private RunningJob submitTo(LocalFlink cluster, int parallelism, Optional<String> restoreFrom) throws Exception {
        return cluster.submit(migrationJob()::attachTo, jobConfiguration, parallelism, restoreFrom);
    }

    private MigrationJob migrationJob() throws SQLException {
        MigrationPlan plan;
        try (Endpoints endpoints = Endpoints.open(config)) {
            plan = Planned.plan(endpoints);
        }
        var source = MigrationSource.create(
                config.source(),
                plan,
                config.job().mode(),
                new TargetFenceReader(config.target(), plan.migration()),
                jobConfiguration);
        var sink = new OracleSink(config.target(), plan, new SourceRowFetcher.Factory(config.source()));
        return new MigrationJob(plan, source, FaultySink.around(sink, board));
    }

    @Override
    public void stopWithSavepointAndRestore(int parallelism) throws Exception {
        Optional<String> savepoint = Optional.empty();
        for (int tries = 1; savepoint.isEmpty(); tries++) {
            try {
                savepoint = Optional.of(running().stopWithSavepoint());
            } catch (ExecutionException e) {
                if (tries == SAVEPOINT_TRIES || running().status().isGloballyTerminalState()) {
                    throw e;
                }
                LOG.info("No savepoint yet tries={} error={}", tries, e.getMessage());
                Thread.sleep(POLL_MILLIS * tries);
            }
        }
        start(parallelism, savepoint);
    }

    @Override
    public void cancelAndRestore(int parallelism) throws Exception {
        cancel();
        restore(parallelism);
    }

    /** Checkpoints that the present job has completed. */
    public long completedCheckpoints() throws Exception {
        return running().completedCheckpoints();
    }

    /** Ends the job where it stands. */
    public void cancel() throws Exception {
        running().cancel();
    }

    /** Goes on from the newest checkpoint of the job that was ended. */
    public void restore(int parallelism) throws Exception {
        start(parallelism, running().newestCheckpoint());
    }

    private RunningJob running() {
        return Objects.requireNonNull(job, "no job was started");
    }

    @Override
    public Optional<String> failure() throws Exception {
        if (!board.bug().isEmpty()) {
            return Optional.of(board.bug());
        }
        JobStatus status = running().status();
        return status.isGloballyTerminalState()
                ? Optional.of(running().failure().orElse("the job is " + status))
                : Optional.empty();
    }

    @Override
    public String newestFault() throws Exception {
        return running()
                .newestFault()
                .map(fault -> "; the job's newest fault: " + fault)
                .orElse("");
    }

    @Override
    public void close() {
        standIn.faults().clear();
        try {
            if (job != null) {
                job.cancel();
            }
            clusters.forEach(LocalFlink::close);
            standIn.close();
            dropSlots();
            deleteDirectory();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot end the migration", e);
        }
    }

    private void deleteDirectory() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
