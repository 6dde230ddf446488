package io.sealane.chaos.job;

import io.sealane.MigrationJob;
import io.sealane.chaos.fault.FaultBoard;
import io.sealane.chaos.fault.FaultySink;
import io.sealane.chaos.history.ChaosTable;
import io.sealane.chaos.job.LocalFlink.RunningJob;
import io.sealane.chaos.reconcile.AppliedLog;
import io.sealane.config.MigrationConfig;
import io.sealane.fence.ControlTables;
import io.sealane.mapping.MigrationPlan;
import io.sealane.model.Lsn;
import io.sealane.model.Problems;
import io.sealane.oracle.OracleName;
import io.sealane.plan.MigrationPlanner;
import io.sealane.plan.SourceRowFetcher;
import io.sealane.prepare.Endpoints;
import io.sealane.prepare.Preparation;
import io.sealane.sink.OracleSink;
import io.sealane.sink.TargetFenceReader;
import io.sealane.source.MigrationSource;
import io.sealane.standin.OracleStandIn;
import io.sealane.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
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
public final class ChaosMigration implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChaosMigration.class);

    public static final String SLOT = "chaos_slot";
    private static final String PUBLICATION = "chaos_publication";
    private static final String FENCE =
            ControlTables.qualified(new OracleName(ChaosTable.TARGET_SCHEMA), ControlTables.FENCE);
    private static final int SAVEPOINT_TRIES = 20;
    private static final long POLL_MILLIS = 50;

    private final TestPostgres postgres;
    private final FaultBoard board;
    private final OracleStandIn standIn;
    private final Path directory;
    private final LocalFlink flink;
    private final List<LocalFlink> clusters = new ArrayList<>();
    private final MigrationConfig config;
    private final Configuration jobConfiguration;
    private Lsn start = Lsn.ZERO;
    private long streamingSince = Long.MAX_VALUE;
    private @Nullable RunningJob job;

    /** A migration of {@code postgres}, whose tables exist. */
    public ChaosMigration(TestPostgres postgres, FaultBoard board, Rates rates) throws Exception {
        this.postgres = postgres;
        this.board = board;
        standIn = OracleStandIn.builder()
                .user(ChaosTable.TARGET_SCHEMA, ChaosConfig.PASSWORD)
                .start();
        directory = Files.createTempDirectory("sealane-chaos");
        flink = new LocalFlink(board, directory);
        clusters.add(flink);
        config = ChaosConfig.of(postgres, standIn, SLOT, PUBLICATION, rates);
        jobConfiguration = LocalFlink.jobConfiguration(config.job().checkpoint().interval());
        try (Connection oracle = connectToTarget();
                Statement statement = oracle.createStatement();
                Connection h2 = standIn.openH2()) {
            for (ChaosTable table : ChaosTable.values()) {
                statement.execute(table.targetStatement());
            }
            AppliedLog.install(h2);
        }
    }

    public TestPostgres postgres() {
        return postgres;
    }

    public OracleStandIn standIn() {
        return standIn;
    }

    public FaultBoard board() {
        return board;
    }

    /** A plain session at the target, not one of the product's. */
    public Connection connectToTarget() throws SQLException {
        return DriverManager.getConnection(standIn.jdbcUrl(), ChaosTable.TARGET_SCHEMA, ChaosConfig.PASSWORD);
    }

    /** Makes control tables, publication and slot, with the writers running. */
    public void prepare() throws SQLException {
        try (Endpoints endpoints = Endpoints.open(config);
                Connection h2 = standIn.openH2()) {
            start = new Preparation(endpoints).prepare().migration().start();
            AppliedLog.installFence(h2, FENCE);
        }
    }

    public void start(int parallelism) throws Exception {
        start(parallelism, Optional.empty());
    }

    private void start(int parallelism, Optional<String> restoreFrom) throws Exception {
        job = submitTo(flink, parallelism, restoreFrom);
    }

    /** Starts the migration on another cluster too, as one does who takes the first job for dead; gives that first job. */
    public RunningJob startBeside(int parallelism) throws Exception {
        RunningJob first = running();
        LocalFlink other = new LocalFlink(board, directory);
        clusters.add(other);
        job = submitTo(other, parallelism, first.newestCheckpoint());
        return first;
    }

    private RunningJob submitTo(LocalFlink cluster, int parallelism, Optional<String> restoreFrom) throws Exception {
        return cluster.submit(migrationJob()::attachTo, jobConfiguration, parallelism, restoreFrom);
    }

    private MigrationJob migrationJob() throws SQLException {
        Problems problems = new Problems();
        MigrationPlan plan;
        try (Endpoints endpoints = Endpoints.open(config)) {
            plan = MigrationPlanner.plan(config, endpoints.source(), endpoints.target(), problems)
                    .plan();
        }
        problems.throwIfAny("Cannot plan the migration");
        var source = MigrationSource.create(
                config.source(),
                plan,
                config.job().mode(),
                new TargetFenceReader(config.target(), plan.migration()),
                jobConfiguration);
        var sink = new OracleSink(config.target(), plan, new SourceRowFetcher.Factory(config.source()));
        return new MigrationJob(plan, source, FaultySink.around(sink, board));
    }

    /** Stops with a savepoint, which takes a running job, and goes on from it. */
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

    /** Ends the job where it stands and goes on from its newest checkpoint; afresh if it has none. */
    public void cancelAndRestore(int parallelism) throws Exception {
        cancel();
        restore(parallelism);
    }

    /** Does to the fence what the writers of a newer attempt do when they open {@code everyNth} lane. */
    public void raiseGenerations(int everyNth) throws SQLException {
        updateTarget("UPDATE " + FENCE + " SET \"GENERATION\" = \"GENERATION\" + 1 WHERE MOD(\"LANE\", " + everyNth
                + ") = 0");
    }

    /** Whether a change of the stream has been applied. */
    public boolean streams() throws SQLException {
        return streamingSince() < Long.MAX_VALUE;
    }

    /** See {@link AppliedLog#streamingSince}. */
    public long streamingSince() throws SQLException {
        if (streamingSince == Long.MAX_VALUE) {
            try (Connection h2 = standIn.openH2()) {
                streamingSince = AppliedLog.streamingSince(h2, start.value());
            }
        }
        return streamingSince;
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

    /** Why the job has come to an end, if it has. */
    public Optional<String> failure() throws Exception {
        JobStatus status = running().status();
        return status.isGloballyTerminalState()
                ? Optional.of(running().failure().orElse("the job is " + status))
                : Optional.empty();
    }

    /** Waits until everything that the source has committed is applied; says what came in between, if it did. */
    public Optional<String> catchUp(Duration limit) throws Exception {
        // A durable commit behind all others: those that did not wait for their own WAL are flushed with it.
        postgres.execute("INSERT INTO chaos.noise (filler) VALUES ('the end')");
        Lsn end = Lsn.parse(String.valueOf(postgres.queryOne("SELECT pg_current_wal_flush_lsn()")));
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            Lsn applied = applied();
            if (applied.compareTo(end) >= 0) {
                return Optional.empty();
            }
            Optional<String> failure = failure();
            if (failure.isPresent()) {
                return failure;
            }
            if (System.nanoTime() - deadline > 0) {
                return Optional.of("after " + limit.toSeconds() + " s the slowest lane is at " + applied
                        + " and the source at " + end);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private Lsn applied() throws SQLException {
        try (Connection h2 = standIn.openH2();
                Statement statement = h2.createStatement();
                ResultSet result = statement.executeQuery("SELECT MIN(\"COMMIT_LSN\") FROM " + FENCE)) {
            result.next();
            return new Lsn(result.getLong(1));
        }
    }

    private void updateTarget(String sql) throws SQLException {
        try (Connection h2 = standIn.openH2();
                Statement statement = h2.createStatement()) {
            statement.executeUpdate(sql);
        }
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
            postgres.execute(
                    "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active",
                    "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots");
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
