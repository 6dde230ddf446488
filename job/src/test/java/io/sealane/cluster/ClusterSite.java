package io.sealane.cluster;

import io.sealane.standin.OracleStandIn;
import io.sealane.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A source and a target for migrations on a cluster, whose passwords are found wherever they leak to. */
final class ClusterSite implements AutoCloseable {
    static final String SOURCE_SECRET = "Src-5ecret-Qz71";
    static final String TARGET_SECRET = "Tgt-5ecret-Wx93";
    /** As the processes have them that read a configuration. */
    static final Map<String, String> VARIABLES =
            Map.of("SITE_SOURCE_PASSWORD", SOURCE_SECRET, "SITE_TARGET_PASSWORD", TARGET_SECRET);

    private final Path directory;
    private final TestPostgres postgres;
    private final OracleStandIn oracle;

    ClusterSite(Path directory) throws Exception {
        this.directory = directory;
        Path hba = Files.writeString(directory.resolve("pg_hba.conf"), """
                host  all         app       all  scram-sha-256
                host  replication app       all  scram-sha-256
                host  all         postgres  all  trust
                local all         all            trust
                """);
        postgres = TestPostgres.start(Map.of("hba_file", hba.toString()));
        postgres.execute(
                "CREATE ROLE app LOGIN REPLICATION PASSWORD '" + SOURCE_SECRET + "'",
                "GRANT CREATE ON DATABASE postgres TO app");
        oracle = OracleStandIn.builder().user("app", TARGET_SECRET).start();
    }

    /** A migration of one table of its own, with rows in it, named {@code name} everywhere. */
    Path migration(String name, int rows) throws Exception {
        postgres.execute(
                "CREATE TABLE " + name + " (id bigint PRIMARY KEY, amount numeric(12,2), at timestamp, note text)",
                "ALTER TABLE " + name + " OWNER TO app");
        inTarget("CREATE TABLE " + name + " (ID NUMBER(19) NOT NULL, AMOUNT NUMBER(12,2), AT TIMESTAMP(6),"
                + " NOTE VARCHAR2(100), CONSTRAINT " + name + "_PK PRIMARY KEY (ID))");
        insert(name, 1, rows);
        return Files.writeString(
                directory.resolve(name + ".yaml"), """
                job:
                  name: %1$s
                  lanes: 8
                  checkpoint: {interval: 500ms}
                source:
                  host: localhost
                  port: %2$d
                  database: postgres
                  user: app
                  password: ${env:SITE_SOURCE_PASSWORD}
                  chunk-rows: 500
                target:
                  url: %3$s
                  user: app
                  password: ${env:SITE_TARGET_PASSWORD}
                  schema: APP
                  lease: 5s
                tables: [public.%1$s]
                """.formatted(name, postgres.port(), oracle.jdbcUrl()));
    }

    /** Inserts, updates and deletes: a third of all rows changes, a seventh goes, {@code more} come. */
    void write(String table, int more) {
        int highest = Integer.parseInt(Objects.requireNonNull(postgres.queryOne("SELECT max(id) FROM " + table)));
        insert(table, highest + 1, highest + more);
        postgres.execute(
                "UPDATE " + table + " SET amount = amount + 1, note = note || '!' WHERE id % 3 = 0",
                "DELETE FROM " + table + " WHERE id % 7 = " + highest % 7);
    }

    /** Every timestamp there is in the hour that clocks in New York skip. */
    private void insert(String table, int from, int to) {
        postgres.execute("INSERT INTO " + table + " SELECT i, i + 0.25, timestamp '2026-03-08 02:00:00'"
                + " + i % 3600 * interval '1 second', 'row ' || i FROM generate_series(" + from + ", " + to + ") i");
    }

    /** Waits until both sides hold the same rows, and then that they still do. */
    void awaitEqual(String table) {
        await("equal rows in " + table)
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(targetRows(table)).isEqualTo(sourceRows(table)));
    }

    /** Waits until the target has rows of the table. */
    void awaitCopied(String table) {
        await().atMost(Duration.ofSeconds(90)).until(() -> !targetRows(table).isEmpty());
    }

    private List<String> sourceRows(String table) {
        return postgres
                .query("SELECT id, amount, to_char(at, 'YYYY-MM-DD\"T\"HH24:MI:SS'), note FROM " + table
                        + " ORDER BY id")
                .stream()
                .map(row -> String.join("|", row))
                .toList();
    }

    private List<String> targetRows(String table) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = target();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT ID, AMOUNT, AT, NOTE FROM " + table + " ORDER BY ID")) {
            while (row.next()) {
                String at = row.getObject(3, LocalDateTime.class).toString();
                rows.add(row.getString(1) + "|" + row.getBigDecimal(2).setScale(2) + "|"
                        + (at.length() == 16 ? at + ":00" : at) + "|" + row.getString(4));
            }
        }
        return rows;
    }

    boolean hasSlot(String migration) {
        return !postgres.query("SELECT 1 FROM pg_replication_slots WHERE slot_name = 'sealane_" + migration + "'")
                .isEmpty();
    }

    private void inTarget(String sql) throws SQLException {
        try (Connection connection = target();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection target() throws SQLException {
        return DriverManager.getConnection(oracle.jdbcUrl(), "app", TARGET_SECRET);
    }

    @Override
    public void close() {
        try {
            oracle.close();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot stop the stand-in", e);
        } finally {
            postgres.close();
        }
    }
}
