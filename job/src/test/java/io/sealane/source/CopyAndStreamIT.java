package io.sealane.source;

import io.sealane.config.Mode;
import io.sealane.config.SourceConfig;
import io.sealane.mapping.MigrationPlan;
import io.sealane.mapping.TablePlan;
import io.sealane.model.Lsn;
import io.sealane.model.TableId;
import io.sealane.source.postgres.Publication;
import io.sealane.source.postgres.ReplicationSlot;
import io.sealane.testing.TestPostgres;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class CopyAndStreamIT {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final TableId ORDERS = new TableId("public", "orders");
    private static final TableId ITEMS = new TableId("Sales.EU", "Order \"Items\"");
    private static final TableId PARTED = new TableId("public", "parted");
    private static final TableId EMPTY = new TableId("public", "empty");

    private static TestPostgres postgres;
    private static MiniCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        postgres = TestPostgres.start();
        cluster = TestingJob.startCluster();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
        postgres.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void severalTablesArriveWholeWhileTheyChange(int parallelism) throws Exception {
        // Given
        TestPostgres database = postgres.createDatabase("copy" + parallelism);
        createTables(database);
        SourceConfig config = migration(database, "s_copy" + parallelism, 500, ORDERS, ITEMS, PARTED, EMPTY);
        MigrationPlan plan = TestingJob.plan(config, ORDERS, ITEMS, PARTED, EMPTY);
        TestingTarget target = TestingTarget.create("copy" + parallelism, plan);
        // When
        TestingJob job = new TestingJob(cluster, config, plan, "copy" + parallelism)
                .parallelism(parallelism)
                .start();
        for (int i = 0; i < 20; i++) {
            change(database, i);
        }
        await().atMost(LIMIT).until(() -> !target.opens().isEmpty());
        change(database, 20);
        awaitApplied(database, target);
        // Then
        job.cancel();
        assertThat(target.faults()).isEmpty();
        assertThat(target.copied()).isPositive();
        assertSame(database, plan, target);
    }

    @Test
    void fullModeFinishesInAConsistentState() throws Exception {
        // Given two tables that every transaction raises together
        TestPostgres database = postgres.createDatabase("full");
        database.execute(
                "CREATE TABLE a (id int PRIMARY KEY, n int NOT NULL)",
                "CREATE TABLE b (id int PRIMARY KEY, n int NOT NULL)",
                "INSERT INTO a SELECT i, 0 FROM generate_series(1, 4000) i",
                "INSERT INTO b SELECT i, 0 FROM generate_series(1, 4000) i");
        TableId a = new TableId("public", "a");
        TableId b = new TableId("public", "b");
        SourceConfig config = migration(database, "s_full", 300, a, b);
        MigrationPlan plan = TestingJob.plan(config, a, b);
        TestingTarget target = TestingTarget.create("full", plan);
        // When
        TestingJob job =
                new TestingJob(cluster, config, plan, "full").mode(Mode.FULL).start();
        try (Connection writer = database.connect()) {
            writer.setAutoCommit(false);
            for (int i = 0; !job.status().isGloballyTerminalState(); i++) {
                int id = 1 + i * 37 % 4000;
                try (var statement = writer.createStatement()) {
                    statement.execute("UPDATE a SET n = n + 1 WHERE id = " + id);
                    statement.execute("UPDATE b SET n = n + 1 WHERE id = " + id);
                }
                writer.commit();
            }
        }
        Throwable fault = job.awaitEnd(LIMIT);
        // Then
        assertThat(fault).isNull();
        assertThat(target.faults()).isEmpty();
        assertThat(target.rows(0)).hasSize(4000).isEqualTo(target.rows(1));
        assertThat(target.applied()).isEqualTo(target.opens().get(0).consistencyPoint());
        assertThat(target.changes()).isPositive();
    }

    @Test
    void incrementalModeCopiesNothing() throws Exception {
        // Given
        TestPostgres database = postgres.createDatabase("incremental");
        database.execute(
                "CREATE TABLE orders (id int PRIMARY KEY, n int)",
                "INSERT INTO orders SELECT i, 0 FROM generate_series(1, 100) i");
        SourceConfig config = migration(database, "s_incremental", 300, ORDERS);
        MigrationPlan plan = TestingJob.plan(config, ORDERS);
        TestingTarget target = TestingTarget.create("incremental", plan);
        // When
        database.execute("UPDATE orders SET n = 1 WHERE id = 7");
        TestingJob job = new TestingJob(cluster, config, plan, "incremental")
                .mode(Mode.INCREMENTAL)
                .start();
        awaitApplied(database, target);
        job.cancel();
        // Then
        assertThat(target.faults()).isEmpty();
        assertThat(target.copied()).isZero();
        assertThat(target.rows(0)).isEqualTo(List.of(List.of("7", "1")));
    }

    static void createTables(TestPostgres database) {
        database.execute(
                "CREATE SCHEMA \"Sales.EU\"",
                "CREATE TABLE orders (id bigint PRIMARY KEY, customer text, total numeric(12,2), at timestamptz)",
                "INSERT INTO orders SELECT i, 'customer ' || i, i * 1.5, now() FROM generate_series(1, 5000) i",
                "CREATE TABLE \"Sales.EU\".\"Order \"\"Items\"\"\" (region text, no int, \"What?\" text,"
                        + " PRIMARY KEY (region, no))",
                "ALTER TABLE \"Sales.EU\".\"Order \"\"Items\"\"\" REPLICA IDENTITY FULL",
                "INSERT INTO \"Sales.EU\".\"Order \"\"Items\"\"\""
                        + " SELECT '中' || i % 3, i, repeat('x', i % 50) FROM generate_series(1, 3000) i",
                "CREATE TABLE parted (id uuid PRIMARY KEY, v text) PARTITION BY HASH (id)",
                "CREATE TABLE parted_0 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
                "CREATE TABLE parted_1 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 1)",
                "INSERT INTO parted SELECT md5(i::text)::uuid, 'v' || i FROM generate_series(1, 1000) i",
                "CREATE TABLE empty (id int PRIMARY KEY)");
    }

    private static void change(TestPostgres database, int round) {
        database.execute(
                "UPDATE orders SET total = total + 1 WHERE id % 50 = " + round,
                "DELETE FROM orders WHERE id % 100 = " + (50 + round),
                "UPDATE orders SET id = id + 100000 WHERE id BETWEEN " + round * 10 + " AND " + (round * 10 + 3),
                "INSERT INTO orders SELECT i, 'new', 0, now() FROM generate_series(" + (200_000 + round * 10) + ", "
                        + (200_009 + round * 10) + ") i",
                "UPDATE \"Sales.EU\".\"Order \"\"Items\"\"\" SET no = no + 100000 WHERE no % 100 = " + round,
                "UPDATE parted SET v = 'changed " + round + "' WHERE v LIKE '%" + round + "'",
                "INSERT INTO empty VALUES (" + round + ")");
    }

    /** Publication and slot, as prepare makes them, and the configuration that names them. */
    static SourceConfig migration(TestPostgres database, String slot, int chunkRows, TableId... tables)
            throws Exception {
        try (Connection connection = database.connect()) {
            Publication.create(connection, slot, List.of(tables));
            ReplicationSlot.create(connection, slot);
        }
        return database.sourceConfig(slot, slot, chunkRows);
    }

    static void awaitApplied(TestPostgres database, TestingTarget target) {
        Lsn now = Lsn.parse(String.valueOf(database.queryOne("SELECT pg_current_wal_lsn()")));
        await().atMost(LIMIT).until(() -> !now.isAfter(target.applied()));
    }

    static void assertSame(TestPostgres database, MigrationPlan plan, TestingTarget target) {
        for (TablePlan table : plan.tables()) {
            List<List<@Nullable String>> expected = database.query("SELECT "
                    + table.source().columns().stream()
                            .map(column -> TableId.quote(column.name()) + "::text")
                            .collect(Collectors.joining(", "))
                    + " FROM "
                    + table.source().id().quoted());
            assertThat(target.rows(table.number()))
                    .as(table.source().id().toString())
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }
}
