package io.sealane.testing;

import io.sealane.config.RateLimit;
import io.sealane.config.Secret;
import io.sealane.config.SourceConfig;
import io.sealane.config.WalLimit;
import io.sealane.model.TableId;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL server with logical decoding on, seen through one of its databases; starts in 2 to 3 seconds. Its
 * version is that of the binaries on the class path (pom property {@code postgres.version}).
 *
 * <p>Durable enough for {@link #kill} (no fsync, but commits are written before they return, unless
 * {@code synchronous_commit = off}).
 */
public final class TestPostgres implements AutoCloseable {
    public static final String USER = "postgres";
    private static final Map<String, String> SETTINGS = Map.of(
            "wal_level", "logical",
            "max_replication_slots", "20",
            "max_wal_senders", "20",
            "max_connections", "100",
            "fsync", "off",
            "synchronous_commit", "on");

    private final EmbeddedPostgres server;
    private final ServerProcesses processes;
    private final String database;

    private TestPostgres(EmbeddedPostgres server, ServerProcesses processes, String database) {
        this.server = server;
        this.processes = processes;
        this.database = database;
    }

    public static TestPostgres start() {
        return start(Map.of());
    }

    /** Starts a server with {@code settings} on top of the usual ones. */
    public static TestPostgres start(Map<String, String> settings) {
        return start(EmbeddedPostgres.builder(), settings);
    }

    /** Starts a server of a version of its own. */
    public static TestPostgres start(ServerBinaries binaries, Map<String, String> settings) {
        return start(EmbeddedPostgres.builder().setPgBinaryResolver(binaries), settings);
    }

    /** Starts a server on data that exist, which stay when it is closed. */
    static TestPostgres startOn(Path dataDirectory, int port, ServerBinaries binaries, Map<String, String> settings) {
        return start(
                EmbeddedPostgres.builder()
                        .setPgBinaryResolver(binaries)
                        .setDataDirectory(dataDirectory)
                        .setCleanDataDirectory(false)
                        .setPort(port),
                settings);
    }

    private static TestPostgres start(EmbeddedPostgres.Builder builder, Map<String, String> settings) {
        builder.setPGStartupWait(Duration.ofSeconds(60));
        SETTINGS.forEach(builder::setServerConfig);
        settings.forEach(builder::setServerConfig);
        try {
            EmbeddedPostgres server = builder.start();
            return new TestPostgres(server, ServerProcesses.of(dataDirectory(server)), "postgres");
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("Cannot start PostgreSQL", e);
        }
    }

    private static Path dataDirectory(EmbeddedPostgres server) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet directory = statement.executeQuery("SHOW data_directory")) {
            directory.next();
            return Path.of(directory.getString(1));
        }
    }

    /** Makes a database on this server and gives a view of it; closing the view stops the server too. */
    public TestPostgres createDatabase(String name) {
        execute("CREATE DATABASE " + TableId.quote(name));
        return new TestPostgres(server, processes, name);
    }

    public String host() {
        return "localhost";
    }

    public int port() {
        return server.getPort();
    }

    public String database() {
        return database;
    }

    public String url() {
        return "jdbc:postgresql://" + host() + ":" + port() + "/" + database;
    }

    /** A plain connection, with the driver's own settings. */
    public Connection connect() {
        try {
            return DriverManager.getConnection(url(), USER, USER);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot connect to " + url(), e);
        }
    }

    /**
     * Kills every process of the server at once, as the loss of its machine would, and does not start it again. Commits
     * under {@code synchronous_commit = off} may be lost, others never.
     */
    public void kill() {
        onProcesses(ServerProcesses::kill);
    }

    /**
     * Stops the process that writes what no commit has waited for, until the server is killed: it would write whole pages at
     * once, whatever its delay.
     */
    public void haltWalWriter() {
        long walWriter = Long.parseLong(
                String.valueOf(queryOne("SELECT pid FROM pg_stat_activity WHERE backend_type = 'walwriter'")));
        onProcesses(processes -> processes.halt(walWriter));
    }

    /** Ends the server as its administrator does: what it committed is written, and sent to its standbys. */
    public void shutDown() {
        onProcesses(ServerProcesses::shutDown);
    }

    /** Starts the killed server on its data and its port, and waits until it takes connections. */
    public void restart() {
        onProcesses(ServerProcesses::start);
    }

    private void onProcesses(ProcessAction action) {
        try {
            action.on(processes);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot kill or restart PostgreSQL", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while PostgreSQL was killed or restarted", e);
        }
    }

    /** Runs each statement in its own transaction. */
    public void execute(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot execute: " + String.join("; ", statements), e);
        }
    }

    /** The rows of a query, every value as text. */
    public List<List<@Nullable String>> query(String sql) {
        try (Connection connection = connect();
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
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot query: " + sql, e);
        }
    }

    /** The one value of a query. */
    public @Nullable String queryOne(String sql) {
        return query(sql).get(0).get(0);
    }

    /** How the product reaches this database, with no rate limit and chunks of 1,000 rows. */
    public SourceConfig sourceConfig(String slot, String publication) {
        return sourceConfig(slot, publication, 1_000);
    }

    public SourceConfig sourceConfig(String slot, String publication, int chunkRows) {
        return new SourceConfig(
                host(),
                port(),
                database,
                USER,
                Secret.of(USER),
                slot,
                publication,
                Map.of(),
                chunkRows,
                RateLimit.NONE,
                RateLimit.NONE,
                false,
                WalLimit.NONE);
    }

    /** Something done to the server's processes. */
    private interface ProcessAction {
        void on(ServerProcesses processes) throws IOException, InterruptedException;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot stop PostgreSQL", e);
        }
    }
}
