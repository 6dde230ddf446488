package io.sealane.chaos.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.sealane.chaos.history.ChaosTable;
import io.sealane.chaos.job.ChaosConfig;
import io.sealane.chaos.job.ChaosTarget;
import io.sealane.chaos.job.Rates;
import io.sealane.chaos.reconcile.AppliedLog;
import io.sealane.chaos.reconcile.AppliedLog.Applied;
import io.sealane.chaos.reconcile.Reconciler;
import io.sealane.cluster.ClusterMember;
import io.sealane.cluster.ClusterProcesses;
import io.sealane.cluster.FlinkRest;
import io.sealane.config.MigrationConfig;
import io.sealane.model.Lsn;
import io.sealane.prepare.Endpoints;
import io.sealane.standin.OracleStandIn;
import io.sealane.standin.fault.CommitFate;
import io.sealane.testing.Planned;
import io.sealane.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import static io.sealane.cluster.ClusterMember.taskManager;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** One migration on processes, into a stand-in of this JVM, whose faults are at hand. Used by one thread. */
final class ZombieSite implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final TestPostgres postgres;
    private final ClusterProcesses cluster;
    private final OracleStandIn standIn;
    private final ChaosTarget target;
    private final Path directory;
    private final Map<Integer, Long> commits = new ConcurrentHashMap<>();
    private String job = "";

    /** Prepares the migration of {@code postgres}, whose tables exist. */
    ZombieSite(TestPostgres postgres, ClusterProcesses cluster, Path parent) throws Exception {
        this.postgres = postgres;
        this.cluster = cluster;
        directory = Files.createTempDirectory(parent, "migration");
        standIn = OracleStandIn.builder()
                .user(ChaosTable.TARGET_SCHEMA, ChaosConfig.PASSWORD)
                .start();
        standIn.faults().onCommit(attempt -> {
            commits.merge(attempt.session(), 1L, Long::sum);
            return CommitFate.PROCEED;
        });
        target = new ChaosTarget(standIn.jdbcUrl(), standIn::openH2);
        target.createTables();
        MigrationConfig config = new ChaosConfig(
                        postgres.port(),
                        postgres.database(),
                        standIn.jdbcUrl(),
                        directory.resolve("checkpoints"),
                        Rates.of(0, 0),
                        300,
                        10)
                .writeTo(directory);
        try (Endpoints endpoints = Endpoints.open(config)) {
            target.watchFence(Planned.prepare(endpoints).migration().start());
        }
    }

    OracleStandIn standIn() {
        return standIn;
    }

    TestPostgres postgres() {
        return postgres;
    }

    /** Submits the job with one reader and one writer. */
    void start() {
        FlinkRest rest = cluster.rest();
        String jar = rest.upload(ClusterProcesses.sealaneJar());
        job = rest.run(
                jar,
                FlinkRest.Run.of("run", "--config", ChaosConfig.file(directory).toString())
                        .withParallelism(1));
    }

    /** The process whose writer holds the lanes: the last vertex of the job ends with it. */
    ClusterMember writer() {
        FlinkRest rest = cluster.rest();
        JsonNode vertices = rest.get("/jobs/" + job).get("vertices");
        String last = vertices.get(vertices.size() - 1).get("id").asText();
        String host = rest.get("/jobs/" + job + "/vertices/" + last)
                .at("/subtasks/0/taskmanager-id")
                .asText();
        return List.of(taskManager(1), taskManager(2)).stream()
                .filter(member -> host.startsWith(member.name() + "-"))
                .findFirst()
                .orElseThrow();
    }

    /** The one session that has changed rows of INT_KEY and not committed. */
    int sessionWithLocks() throws SQLException {
        try (Connection connection = target.connect();
                Statement statement = connection.createStatement();
                ResultSet holder = statement.executeQuery("""
                        SELECT l.SESSION_ID FROM V$LOCKED_OBJECT l JOIN ALL_OBJECTS o ON o.OBJECT_ID = l.OBJECT_ID
                         WHERE o.OWNER = 'CHAOS' AND o.OBJECT_NAME = 'INT_KEY'""")) {
            assertThat(holder.next()).as("a session holds locks").isTrue();
            return holder.getInt(1);
        }
    }

    /** Commits that a session has asked for. */
    long commitsOf(int session) {
        return commits.getOrDefault(session, 0L);
    }

    /** Waits for a fault of the job that says all of {@code texts}. */
    void awaitFault(String... texts) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(cluster.rest().exceptions(job))
                .anySatisfy(fault -> assertThat(fault).contains(texts)));
    }

    /** Waits until everything that the source has committed is in the target. */
    void awaitEverythingApplied() {
        postgres.execute("INSERT INTO chaos.noise (filler) VALUES ('the end')");
        Lsn end = Lsn.parse(String.valueOf(postgres.queryOne("SELECT pg_current_wal_flush_lsn()")));
        await().atMost(LIMIT).until(() -> target.applied().compareTo(end) >= 0);
    }

    /** Every row of both sides, and no lane that was moved under a generation that another had followed. */
    void assertEqual() throws SQLException {
        try (Connection source = postgres.connect();
                Connection oracle = target.connect();
                Connection h2 = target.openH2();
                Statement statement = h2.createStatement();
                ResultSet outOfTurn = statement.executeQuery("""
                        SELECT COUNT(*) FROM CHAOS_CHECK.FENCE_MOVES older JOIN CHAOS_CHECK.FENCE_MOVES newer
                            ON newer.LANE = older.LANE AND newer.ID < older.ID AND newer.GENERATION > older.GENERATION""")) {
            assertThat(Reconciler.compare(source, oracle).differences()).isEmpty();
            outOfTurn.next();
            assertThat(outOfTurn.getLong(1)).as("moves by a replaced writer").isZero();
        }
    }

    /** Versions of INT_KEY's rows in the order in which changes of the stream were applied. */
    List<Long> applied() throws SQLException {
        long since = target.streamingSince();
        try (Connection h2 = target.openH2()) {
            return AppliedLog.rows(h2).stream()
                    .filter(applied -> applied.id() >= since && applied.table() == ChaosTable.INT_KEY)
                    .map(Applied::version)
                    .toList();
        }
    }

    @Override
    public void close() throws Exception {
        standIn.faults().clear();
        if (!job.isEmpty()) {
            cluster.rest().cancel(job);
        }
        standIn.close();
        postgres.execute(
                "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active",
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots");
    }
}
