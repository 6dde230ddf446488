package io.sealane.guard;

import io.sealane.MigrationJob;
import io.sealane.chaos.job.LocalFlink;
import io.sealane.chaos.job.LocalFlink.RunningJob;
import io.sealane.config.CasePolicy;
import io.sealane.config.CheckpointConfig;
import io.sealane.config.FlushConfig;
import io.sealane.config.JobConfig;
import io.sealane.config.MigrationConfig;
import io.sealane.config.Mode;
import io.sealane.config.Naming;
import io.sealane.config.RateLimit;
import io.sealane.config.Secret;
import io.sealane.config.SourceConfig;
import io.sealane.config.TableConfig;
import io.sealane.config.TableDefaults;
import io.sealane.config.TargetConfig;
import io.sealane.mapping.Lanes;
import io.sealane.mapping.MigrationPlan;
import io.sealane.model.Lsn;
import io.sealane.model.Operation;
import io.sealane.model.TableId;
import io.sealane.oracle.ValuePolicy;
import io.sealane.plan.SourceRowFetcher;
import io.sealane.prepare.Cleanup;
import io.sealane.prepare.Endpoints;
import io.sealane.prepare.Preparation;
import io.sealane.prepare.Resnapshot;
import io.sealane.sink.OracleSink;
import io.sealane.sink.TargetFenceReader;
import io.sealane.source.MigrationSource;
import io.sealane.standin.OracleStandIn;
import io.sealane.testing.Planned;
import io.sealane.testing.TestPostgres;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A migration of two tables {@code <name>_a} and {@code <name>_b} (id, v), run as `sealane run` does it. */
final class GuardedMigration {
    static final String SCHEMA = "APP";
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration NEVER = Duration.ofHours(1);

    private final TestPostgres source;
    private final OracleStandIn target;
    private final LocalFlink flink;
    private final String name;
    private Duration checkpoints = Duration.ofMillis(200);
    private long copyRows;

    /** Letters of the tables that are migrated, and the names of their targets. */
    private final Map<String, String> targets = new LinkedHashMap<>();

    GuardedMigration(TestPostgres source, OracleStandIn target, LocalFlink flink, String name, int rows)
            throws SQLException {
        this.source = source;
        this.target = target;
        this.flink = flink;
        this.name = name;
        makeTable("a", rows);
        makeTable("b", rows);
        try (Endpoints endpoints = Endpoints.open(config())) {
            Planned.prepare(endpoints);
        }
    }

    /** A table on both sides, which is migrated from now on; {@link #publish} it if the migration is prepared. */
    void makeTable(String letter, int rows) throws SQLException {
        source.execute(
                "CREATE TABLE " + table(letter) + " (id int PRIMARY KEY, v text)",
                "INSERT INTO " + table(letter) + " SELECT i, 'v' || i FROM generate_series(1, " + rows + ") i");
        moveTarget(letter, table(letter).toUpperCase(Locale.ROOT));
    }

    void publish(String letter) {
        source.execute("ALTER PUBLICATION pub_" + name + " ADD TABLE " + table(letter));
    }

    /** Gives the table an empty target of this name. */
    void moveTarget(String letter, String target) throws SQLException {
        inTarget("CREATE TABLE " + target + " (ID NUMBER(10) PRIMARY KEY, V VARCHAR2(100))");
        targets.put(letter, target);
    }

    String table(String letter) {
        return name + "_" + letter;
    }

    String slot() {
        return "slot_" + name;
    }

    TableId id(String letter) {
        return new TableId("public", table(letter));
    }

    void copySlowly(long rowsPerSecond) {
        copyRows = rowsPerSecond;
    }

    /** Checkpoints only when a savepoint is asked for, so that the slot stays where it is. */
    void checkpointRarely(boolean rarely) {
        checkpoints = rarely ? NEVER : Duration.ofMillis(200);
    }

    RunningJob run(@Nullable String from) throws Exception {
        Configuration settings = LocalFlink.jobConfiguration(checkpoints);
        MigrationConfig config = config();
        MigrationPlan plan = plan();
        return flink.submit(
                new MigrationJob(
                        plan,
                        MigrationSource.create(
                                config.source(),
                                plan,
                                Mode.FULL_AND_INCREMENTAL,
                                new TargetFenceReader(config.target(), name),
                                settings),
                        new OracleSink(config.target(), plan, new SourceRowFetcher.Factory(config.source())))::attachTo,
                settings,
                2,
                Optional.ofNullable(from));
    }

    /** Runs a job that must end by itself, and gives why. */
    String refused(@Nullable String from) throws Exception {
        RunningJob job = run(from);
        await().atMost(LIMIT).until(() -> job.failure().isPresent());
        return job.failure().orElseThrow();
    }

    void cancel(RunningJob job) throws Exception {
        job.cancel();
        awaitSlotFree();
    }

    String stop(RunningJob job) throws Exception {
        String savepoint = job.stopWithSavepoint();
        awaitSlotFree();
        return savepoint;
    }

    private void awaitSlotFree() {
        await().atMost(LIMIT).until(() -> source.query(
                        "SELECT 1 FROM pg_replication_slots WHERE active AND slot_name = '" + slot() + "'")
                .isEmpty());
    }

    MigrationPlan plan() {
        try (Endpoints endpoints = Endpoints.open(config())) {
            return Planned.plan(endpoints);
        }
    }

    /** `sealane resnapshot --table … --truncate --yes`. */
    void resnapshot(List<TableId> tables) {
        try (Endpoints endpoints = Endpoints.open(config())) {
            Resnapshot resnapshot = resnapshot(endpoints);
            awaitStopped(resnapshot);
            List<TableId> all = resnapshot.withStanding(tables);
            resnapshot.checkGoingOn(all);
            resnapshot.request(all, resnapshot.filled(all));
        }
    }

    /** `sealane resnapshot --all-tables --truncate --yes`. */
    void resnapshotAll() {
        try (Endpoints endpoints = Endpoints.open(config())) {
            Resnapshot resnapshot = resnapshot(endpoints);
            awaitStopped(resnapshot);
            resnapshot.beginAnew(resnapshot.filled(List.of(id("a"), id("b"))));
        }
    }

    /** Writers of a job that has just failed let go of their lanes a moment later. */
    private static void awaitStopped(Resnapshot resnapshot) {
        await().atMost(LIMIT)
                .ignoreExceptionsMatching(
                        fault -> String.valueOf(fault.getMessage()).contains("holds a lease"))
                .until(() -> {
                    resnapshot.checkStopped();
                    return true;
                });
    }

    private Resnapshot resnapshot(Endpoints endpoints) {
        return new Resnapshot(
                endpoints, plan(), new Preparation(endpoints).find().orElseThrow());
    }

    void removeAndPrepareAgain() throws SQLException {
        try (Endpoints endpoints = Endpoints.open(config())) {
            Cleanup cleanup = new Cleanup(endpoints);
            cleanup.remove(cleanup.find());
            Planned.prepare(endpoints);
        }
    }

    /** Inserts, updates, deletes and key changes, by a number that makes them different. */
    void change(int round) {
        int base = 1_000_000 * round;
        source.execute(
                "INSERT INTO " + table("a") + " SELECT " + base + " + i, 'n' FROM generate_series(1, 20) i",
                "UPDATE " + table("a") + " SET v = 'round " + round + "' WHERE id % 7 = " + round % 7,
                "DELETE FROM " + table("a") + " WHERE id % 11 = " + round % 11,
                "UPDATE " + table("b") + " SET id = id + " + 100_000 * round + " WHERE id % 13 = " + round % 13,
                "DELETE FROM " + table("b") + " WHERE id % 17 = " + round % 17);
    }

    /** Waits until the stream has applied what the source has by now, and compares every row. */
    void awaitEqual() throws SQLException {
        // Beyond where the fences start, so that they move there only behind the copy.
        source.execute("SELECT pg_logical_emit_message(true, 'test', 'now')");
        BigDecimal now = new BigDecimal(
                Long.toUnsignedString(Lsn.parse(String.valueOf(source.queryOne("SELECT pg_current_wal_lsn()")))
                        .value()));
        await().atMost(LIMIT)
                .until(() -> new BigDecimal(String.valueOf(
                                        rows("SELECT MIN(COMMIT_LSN) FROM SEALANE_FENCE WHERE MIGRATION = '" + name
                                                        + "'")
                                                .get(0)
                                                .get(0)))
                                .compareTo(now)
                        >= 0);
        for (Map.Entry<String, String> table : targets.entrySet()) {
            List<List<@Nullable String>> expected =
                    source.query("SELECT id, v FROM " + table(table.getKey()) + " ORDER BY id");
            assertThat(rows("SELECT ID, V FROM " + table.getValue() + " ORDER BY ID"))
                    .as(table.getValue())
                    .isEqualTo(expected);
        }
    }

    /** Waits until the slot has been acknowledged beyond what the source has written by now. */
    Lsn awaitAcknowledged() {
        Lsn now = Lsn.parse(String.valueOf(source.queryOne("SELECT pg_current_wal_lsn()")));
        await().atMost(LIMIT).until(() -> !now.isAfter(confirmed()));
        return now;
    }

    Lsn confirmed() {
        return Lsn.parse(String.valueOf(source.queryOne(
                "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '" + slot() + "'")));
    }

    void dropSlot() {
        source.execute("SELECT pg_drop_replication_slot('" + slot() + "')");
    }

    /** Keeps the state of tables and fences beside them, as a backup would. */
    void backUpTarget() throws SQLException {
        try (Connection h2 = target.openH2();
                Statement statement = h2.createStatement()) {
            for (String table : List.of(table("a"), table("b"), "SEALANE_FENCE")) {
                statement.execute("CREATE TABLE APP." + backup(table) + " AS SELECT * FROM APP."
                        + table.toUpperCase(Locale.ROOT));
            }
        }
    }

    void setTargetBack() throws SQLException {
        for (String table : List.of(table("a"), table("b"))) {
            inTarget("DELETE FROM " + table, "INSERT INTO " + table + " SELECT * FROM " + backup(table));
        }
        inTarget(
                "DELETE FROM SEALANE_FENCE WHERE MIGRATION = '" + name + "'",
                "INSERT INTO SEALANE_FENCE SELECT * FROM " + backup("SEALANE_FENCE") + " WHERE MIGRATION = '" + name
                        + "'",
                "UPDATE SEALANE_FENCE SET LEASE_UNTIL = SYSTIMESTAMP WHERE MIGRATION = '" + name + "'");
    }

    private String backup(String table) {
        return (name + "_" + table + "_OLD").toUpperCase(Locale.ROOT);
    }

    void inTarget(String... statements) throws SQLException {
        try (Connection connection = connectToTarget();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    List<List<@Nullable String>> rows(String sql) throws SQLException {
        try (Connection connection = connectToTarget();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<@Nullable String>> rows = new ArrayList<>();
            while (result.next()) {
                List<@Nullable String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getString(i));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    void assertNoRequestIsLeft() throws SQLException {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(rows(
                        "SELECT NAME FROM SEALANE_CONTROL WHERE MIGRATION = '" + name + "' AND NAME LIKE 'recopy%'"))
                .isEmpty());
    }

    private Connection connectToTarget() throws SQLException {
        return DriverManager.getConnection(target.jdbcUrl(), SCHEMA, "app");
    }

    private MigrationConfig config() {
        Set<Operation> all = Set.of(Operation.values());
        SourceConfig plain = source.sourceConfig(slot(), "pub_" + name, 100);
        return new MigrationConfig(
                new JobConfig(
                        name,
                        Map.of(),
                        Mode.FULL_AND_INCREMENTAL,
                        new Lanes(4),
                        null,
                        new CheckpointConfig(checkpoints, null)),
                new SourceConfig(
                        plain.host(),
                        plain.port(),
                        plain.database(),
                        plain.user(),
                        plain.password(),
                        plain.slot(),
                        plain.publication(),
                        plain.properties(),
                        plain.chunkRows(),
                        new RateLimit(copyRows, 0),
                        RateLimit.NONE,
                        plain.failoverSlot(),
                        plain.walLimit()),
                new TargetConfig(
                        target.jdbcUrl(),
                        SCHEMA,
                        Secret.of("app"),
                        SCHEMA,
                        Map.of(),
                        new FlushConfig(200, 2 << 20, Duration.ofMillis(100), null),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(6)),
                new Naming(Map.of("public", SCHEMA), null, CasePolicy.UPPER),
                new TableDefaults(all, ValuePolicy.STRICT),
                targets.entrySet().stream()
                        .map(table ->
                                new TableConfig(id(table.getKey()), SCHEMA, table.getValue(), Map.of(), Set.of(), all))
                        .toList());
    }
}
