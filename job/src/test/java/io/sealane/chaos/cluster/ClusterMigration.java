package io.sealane.chaos.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.sealane.chaos.history.ChaosTable;
import io.sealane.chaos.job.ChaosConfig;
import io.sealane.chaos.job.ChaosTarget;
import io.sealane.chaos.job.MigrationUnderTest;
import io.sealane.chaos.job.Rates;
import io.sealane.cluster.FlinkRest;
import io.sealane.cluster.FlinkRest.Job;
import io.sealane.cluster.FlinkRest.RestException;
import io.sealane.cluster.FlinkRest.Run;
import io.sealane.config.MigrationConfig;
import io.sealane.prepare.Endpoints;
import io.sealane.testing.Planned;
import io.sealane.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One migration of the {@link ChaosTable}s by a Flink cluster of processes, with a link that can be cut between it and
 * each database. Used by one thread.
 *
 * <pre>
 * PostgreSQL ◀── proxy ◀── JobManager, TaskManagers ──▶ proxy ──▶ stand-in
 * </pre>
 */
public final class ClusterMigration implements MigrationUnderTest {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterMigration.class);
    private static final Rates RATES = Rates.of(200, 0);
    private static final int READ_TIMEOUT_SECONDS = 6;
    private static final int LOCK_WAIT_SECONDS = 10;
    private static final Duration SERVER_NOTICES = Duration.ofSeconds(6);
    private static final int SAVEPOINT_TRIES = 20;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LEADER_LIMIT = Duration.ofSeconds(60);
    private static final int NO_LEADER = 503;

    private final TestPostgres postgres;
    private final FlinkRest flink;
    private final String jar;
    private final Path directory;
    private final StandInProcess standIn;
    private final TcpProxy source;
    private final TcpProxy sink;
    private final ChaosTarget target;
    private final MigrationConfig config;
    private @Nullable String job;
    private Optional<String> restoredFrom = Optional.empty();

    /**
     * A migration of {@code postgres}, whose tables exist.
     *
     * @param jar id of sealane.jar at {@code flink}
     * @param directory for the migration's own files; made anew
     * @param checkpoints for its checkpoints
     */
    public ClusterMigration(TestPostgres postgres, FlinkRest flink, String jar, Path directory, Path checkpoints)
            throws IOException, SQLException {
        this.postgres = postgres;
        this.flink = flink;
        this.jar = jar;
        this.directory = Files.createDirectories(directory);
        Path rows = Files.createDirectories(directory.resolve("standin"));
        standIn = new StandInProcess(rows, ChaosTable.TARGET_SCHEMA, ChaosConfig.PASSWORD);
        source = new TcpProxy(postgres.port(), SERVER_NOTICES);
        sink = new TcpProxy(standIn.port(), SERVER_NOTICES);
        target = new ChaosTarget(standIn.url(), standIn::openH2);
        config = new ChaosConfig(
                        source.port(),
                        postgres.database(),
                        StandInProcess.urlAt(sink.port()),
                        checkpoints,
                        RATES,
                        READ_TIMEOUT_SECONDS,
                        LOCK_WAIT_SECONDS)
                .writeTo(directory);
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

    public StandInProcess standIn() {
        return standIn;
    }

    /** What the job's connections to the source go through. */
    public TcpProxy sourceLink() {
        return source;
    }

    /** What the job's connections to the target go through. */
    public TcpProxy targetLink() {
        return sink;
    }

    @Override
    public void prepare() throws SQLException {
        try (Endpoints endpoints = Endpoints.open(config)) {
            target.watchFence(Planned.prepare(endpoints).migration().start());
        }
    }

    @Override
    public void start(int parallelism) {
        start(parallelism, Optional.empty());
    }

    private void start(int parallelism, Optional<String> from) {
        Run run = Run.of("run", "--config", ChaosConfig.file(directory).toString())
                .withParallelism(parallelism);
        job = patiently(() -> flink.run(jar, from.map(run::from).orElse(run)));
        restoredFrom = from;
        LOG.info("Job submitted job={} parallelism={} from={}", job, parallelism, from);
    }

    @Override
    public void stopWithSavepointAndRestore(int parallelism) throws Exception {
        Optional<String> savepoint = Optional.empty();
        for (int tries = 1; savepoint.isEmpty(); tries++) {
            try {
                savepoint = Optional.of(flink.stopWithSavepoint(job(), directory.resolve("savepoints")));
            } catch (RestException e) {
                if (tries == SAVEPOINT_TRIES || failure().isPresent()) {
                    throw e;
                }
                LOG.info("No savepoint yet tries={} error={}", tries, e.getMessage());
                Thread.sleep(POLL.toMillis() * tries);
            }
        }
        start(parallelism, savepoint);
    }

    @Override
    public void cancelAndRestore(int parallelism) {
        patiently(() -> {
            flink.cancel(job());
            return true;
        });
        JsonNode latest = checkpoints();
        Optional<String> newest = path(latest.at("/latest/completed"))
                .or(() -> path(latest.at("/latest/restored")))
                .or(() -> restoredFrom);
        start(parallelism, newest);
    }

    private static Optional<String> path(JsonNode checkpoint) {
        return checkpoint.hasNonNull("external_path")
                ? Optional.of(checkpoint.get("external_path").asText())
                : Optional.empty();
    }

    @Override
    public Optional<String> failure() {
        return patiently(() -> flink.job(job()))
                .filter(found -> found.state().isGloballyTerminalState())
                .map(Job::state)
                .map(state -> "the job is " + state + "\n" + String.join("\n", flink.exceptions(job())));
    }

    /** When the newest complete checkpoint was begun, by this machine's clock; 0 if this JobManager knows of none. */
    public long newestCheckpointMillis() {
        return checkpoints().at("/latest/completed/trigger_timestamp").asLong();
    }

    /** Checkpoints that were begun and not completed, as far as this JobManager knows. */
    public long failedCheckpoints() {
        return checkpoints().at("/counts/failed").asLong();
    }

    /** Ids of the TaskManagers that run tasks of the job at the moment. */
    public Set<String> taskManagers() {
        Set<String> found = new TreeSet<>();
        for (JsonNode vertex : flink.get("/jobs/" + job()).get("vertices")) {
            String path = "/jobs/" + job() + "/vertices/" + vertex.get("id").asText();
            found.addAll(flink.get(path).findValuesAsText("taskmanager-id"));
        }
        return found;
    }

    private JsonNode checkpoints() {
        return patiently(() -> flink.get("/jobs/" + job() + "/checkpoints"));
    }

    /** A JobManager that is not the leader yet, or not at the moment, is asked again; it has done nothing. */
    private static <T> T patiently(Supplier<T> request) {
        long deadline = System.nanoTime() + LEADER_LIMIT.toNanos();
        while (true) {
            try {
                return request.get();
            } catch (RestException e) {
                if (e.status() != NO_LEADER || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                LockSupport.parkNanos(POLL.toNanos());
            }
        }
    }

    public String job() {
        return Objects.requireNonNull(job, "BUG: no job was started");
    }

    @Override
    public void close() {
        try {
            if (job != null && failure().isEmpty()) {
                flink.cancel(job);
            }
        } catch (UncheckedIOException | RestException | ConditionTimeoutException e) {
            LOG.warn("The job could not be cancelled; it ends with its cluster", e);
        } finally {
            source.close();
            sink.close();
            standIn.close();
            dropSlots();
        }
    }
}
