package io.sealane.source.postgres;

import io.sealane.config.SourceConfig;
import io.sealane.model.Lsn;
import io.sealane.model.MigrationException;
import io.sealane.model.ReplicaIdentity;
import io.sealane.model.SourceColumn;
import io.sealane.model.SourceTable;
import io.sealane.model.TableId;
import io.sealane.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class CatalogIT {
    private static TestPostgres postgres;
    private static SourceConfig config;

    @BeforeAll
    static void startServer() {
        postgres = TestPostgres.start();
        config = postgres.sourceConfig("catalog", "catalog");
    }

    @AfterAll
    static void stopServer() {
        postgres.close();
    }

    @Test
    void slotWaitsForWritersLongerThanForAnswers() throws Exception {
        postgres.execute("CREATE TABLE written (id int PRIMARY KEY)");
        try (Connection writer = postgres.connect();
                Statement statement = writer.createStatement();
                Connection impatient = open()) {
            // As the property socketTimeout does.
            impatient.setNetworkTimeout(Runnable::run, 1_000);
            writer.setAutoCommit(false);
            statement.execute("INSERT INTO written VALUES (1)");
            CompletableFuture<Lsn> start = CompletableFuture.supplyAsync(() -> {
                try {
                    return ReplicationSlot.create(impatient, "patient");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            statement.execute("SELECT pg_sleep(2.5)");
            assertThat(start).isNotDone();
            writer.commit();

            assertThat(start).succeedsWithin(Duration.ofSeconds(30));
            assertThat(impatient.getNetworkTimeout()).isEqualTo(1_000);
            ReplicationSlot.drop(impatient, "patient");
        }
    }

    @Test
    void namesAreExact() throws Exception {
        postgres.execute(
                "CREATE SCHEMA \"My \"\"Schema\"\"\"",
                "CREATE TABLE \"My \"\"Schema\"\"\".\"Order's\" (\"Id\" int PRIMARY KEY, \"a b\" text)");
        TableId id = new TableId("My \"Schema\"", "Order's");

        SourceTable table = describe(id).get(id);

        assertThat(Objects.requireNonNull(table).columns())
                .extracting(SourceColumn::name)
                .containsExactly("Id", "a b");
        try (Connection connection = open()) {
            assertThat(Catalog.list(connection, "My \"Schema\"")).containsExactly(id);
            Publication.create(connection, "Odd name", List.of(id));
            assertThat(Publication.tables(connection, "Odd name")).containsExactly(id);
            Publication.drop(connection, "Odd name");
            assertThat(Publication.exists(connection, "Odd name")).isFalse();
        }
    }

    @Test
    void columnsAreDescribedWithoutDomainsAndGeneratedOnes() throws Exception {
        postgres.execute(
                "CREATE DOMAIN money_amount AS numeric(12,2)",
                "CREATE DOMAIN price AS money_amount NOT NULL",
                "CREATE TABLE columns (gone int, id int8 PRIMARY KEY, p price, v varchar(7), a text[],"
                        + " g int GENERATED ALWAYS AS (1) STORED)",
                "ALTER TABLE columns DROP gone");

        SourceTable table = describe("columns");

        assertThat(table.columns())
                .containsExactly(
                        new SourceColumn("id", "int8", -1, "bigint", false),
                        new SourceColumn("p", "numeric", (12 << 16 | 2) + 4, "numeric(12,2)", false),
                        new SourceColumn("v", "varchar", 11, "character varying(7)", true),
                        new SourceColumn("a", "_text", -1, "text[]", true));
        assertThat(table.key()).containsExactly(0);
    }

    @Test
    void keysArePrimaryElseWhatOldRowsCarry() throws Exception {
        postgres.execute(
                "CREATE TABLE by_primary (a int, b int, c int NOT NULL UNIQUE, PRIMARY KEY (b, a))",
                "CREATE TABLE by_identity (a int PRIMARY KEY, b int NOT NULL)",
                "CREATE UNIQUE INDEX by_identity_b ON by_identity (b)",
                "ALTER TABLE by_identity REPLICA IDENTITY USING INDEX by_identity_b",
                "CREATE TABLE by_unique (a int, b int NOT NULL, c text NOT NULL, UNIQUE (c, b))",
                "CREATE UNIQUE INDEX by_unique_partial ON by_unique (b) WHERE a > 0",
                "ALTER TABLE by_unique REPLICA IDENTITY FULL");

        assertThat(describe("by_primary").key()).containsExactly(1, 0);
        assertThat(describe("by_identity").key()).containsExactly(1);
        assertThat(describe("by_identity").identity()).isEqualTo(ReplicaIdentity.INDEX);
        assertThat(describe("by_unique").key()).containsExactly(2, 1);
    }

    @Test
    void everyUnfitTableIsReportedWithItsRemedy() {
        postgres.execute(
                "CREATE TABLE keyless (a int UNIQUE)",
                "CREATE TABLE only_unique (a int NOT NULL UNIQUE)",
                "CREATE TABLE logs_nothing (a int PRIMARY KEY)",
                "ALTER TABLE logs_nothing REPLICA IDENTITY NOTHING",
                "CREATE UNLOGGED TABLE unlogged (a int PRIMARY KEY)",
                "CREATE VIEW a_view AS SELECT 1 AS a",
                "CREATE TABLE root (a int PRIMARY KEY) PARTITION BY HASH (a)",
                "CREATE TABLE leaf PARTITION OF root FOR VALUES WITH (MODULUS 1, REMAINDER 0)",
                "ALTER TABLE root REPLICA IDENTITY FULL",
                "CREATE TABLE \"Mixed\" (a int PRIMARY KEY)");

        assertThatThrownBy(() -> describe(
                        ids("keyless", "only_unique", "logs_nothing", "unlogged", "a_view", "root", "leaf", "mixed")))
                .isInstanceOfSatisfying(CatalogException.class, e -> {
                    assertThat(e.problems()).hasSize(8);
                    assertThat(e.problems().get(0)).contains("public.keyless", "ADD PRIMARY KEY");
                    assertThat(e.problems().get(1)).contains("REPLICA IDENTITY USING INDEX \"only_unique_a_key\"");
                    assertThat(e.problems().get(2)).contains("is NOTHING", "REPLICA IDENTITY DEFAULT");
                    assertThat(e.problems().get(3)).contains("SET LOGGED");
                    assertThat(e.problems().get(4)).contains("not a table");
                    assertThat(e.problems().get(5)).contains("public.leaf (DEFAULT)");
                    assertThat(e.problems().get(6)).contains("partition of public.root");
                    assertThat(e.problems().get(7)).contains("does not exist", "public.\"Mixed\"");
                });
    }

    @Test
    void slotIsMadeFoundAndDropped() throws Exception {
        try (Connection connection = open()) {
            var start = ReplicationSlot.create(connection, "made");

            SlotState slot = ReplicationSlot.find(connection, "made").orElseThrow();

            assertThat(slot.plugin()).isEqualTo("pgoutput");
            assertThat(slot.database()).isEqualTo("postgres");
            assertThat(slot.confirmedFlush()).isEqualTo(start);
            assertThat(slot.walStatus()).isEqualTo("reserved");
            assertThat(slot.active()).isFalse();
            ReplicationSlot.drop(connection, "made");
            ReplicationSlot.drop(connection, "made");
            assertThat(ReplicationSlot.find(connection, "made")).isEqualTo(Optional.empty());
        }
    }

    @Test
    void barrierWaitsForTransactionsThatWereOpen() throws Exception {
        try (Connection connection = open();
                Connection writer = open();
                Statement write = writer.createStatement()) {
            writer.setAutoCommit(false);
            write.execute("SELECT txid_current()");
            VisibilityBarrier barrier = VisibilityBarrier.note(connection);

            assertThatThrownBy(() -> barrier.await(connection, Duration.ofMillis(100)))
                    .isInstanceOf(MigrationException.class)
                    .hasMessageContaining("pid ")
                    .hasMessageContaining("pg_terminate_backend");

            writer.commit();
            write.execute("SELECT txid_current()"); // a later one is not waited for
            barrier.await(connection, Duration.ofSeconds(10));
        }
    }

    @Test
    void noAnswerIsWaitedForForEver() throws SQLException {
        try (Connection usual = open();
                Connection brief = new PostgresConnections(config).openBriefly()) {
            assertThat(usual.getNetworkTimeout()).isEqualTo(600_000);
            assertThat(brief.getNetworkTimeout()).isEqualTo(10_000);
        }
    }

    private static Connection open() throws SQLException {
        return new PostgresConnections(config).open();
    }

    private static List<TableId> ids(String... names) {
        return Arrays.stream(names).map(name -> new TableId("public", name)).toList();
    }

    private static SourceTable describe(String name) throws SQLException {
        TableId id = new TableId("public", name);
        return Objects.requireNonNull(describe(id).get(id));
    }

    private static Map<TableId, SourceTable> describe(TableId id) throws SQLException {
        return describe(List.of(id));
    }

    private static Map<TableId, SourceTable> describe(List<TableId> ids) throws SQLException {
        try (Connection connection = open()) {
            return Catalog.describe(connection, ids);
        }
    }
}
