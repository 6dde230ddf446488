package io.sealane.cli;

import io.sealane.fence.ControlTables;
import io.sealane.testing.TargetServer;
import io.sealane.testing.TestPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** A source, a target and the command line between them, as its user has them. */
public final class TestSite implements AutoCloseable {
    /** What one command did. */
    public record Result(int exitCode, String out, String err) {}

    private static final Map<String, String> VARIABLES =
            Map.of("PG_PASSWORD", "right", "ORA_PASSWORD", "app", "WRONG", "wrong-password");

    public final TestPostgres postgres;
    public final TargetServer oracle;
    private final Path directory;

    /** @param settings of the source's server, on top of the usual ones */
    public TestSite(Path directory, Map<String, String> settings) throws Exception {
        this(directory, settings, TargetServer.standIn());
    }

    public TestSite(Path directory, Map<String, String> settings, TargetServer oracle) throws Exception {
        this.directory = directory;
        Path hba = Files.writeString(directory.resolve("pg_hba.conf"), """
                host  all         app       all  scram-sha-256
                host  replication app       all  scram-sha-256
                host  all         postgres  all  trust
                local all         all            trust
                """);
        Map<String, String> all = new HashMap<>(settings);
        all.put("hba_file", hba.toString());
        this.postgres = TestPostgres.start(all);
        postgres.execute(
                "CREATE ROLE app LOGIN REPLICATION PASSWORD 'right'",
                "GRANT CREATE ON DATABASE postgres TO app",
                "GRANT ALL ON SCHEMA public TO app");
        this.oracle = oracle;
    }

    /** With the tables good, other and parted, a partitioned one, on both sides and empty. */
    static TestSite withTables(Path directory) throws Exception {
        TestSite site = new TestSite(directory, Map.of());
        site.inSource(
                "CREATE TABLE good (id bigint PRIMARY KEY, note text)",
                "CREATE TABLE other (id bigint PRIMARY KEY)",
                "CREATE TABLE parted (id bigint PRIMARY KEY) PARTITION BY RANGE (id)",
                "CREATE TABLE parted_1 PARTITION OF parted DEFAULT");
        site.inTarget(
                "CREATE TABLE GOOD (ID NUMBER(19) NOT NULL, NOTE CLOB, CONSTRAINT GOOD_PK PRIMARY KEY (ID))",
                "CREATE TABLE OTHER (ID NUMBER(19) NOT NULL, CONSTRAINT OTHER_PK PRIMARY KEY (ID))",
                "CREATE TABLE PARTED (ID NUMBER(19) NOT NULL, CONSTRAINT PARTED_PK PRIMARY KEY (ID))");
        return site;
    }

    /** A configuration that fits this site; {@code tables} stands under the key of that name. */
    public String yaml(String tables) {
        return """
                job:
                  name: test
                  lanes: 8
                  parallelism: 1
                  checkpoint: {interval: 200ms, directory: '%s'}
                source:
                  host: localhost
                  port: %d
                  database: postgres
                  user: app
                  password: ${env:PG_PASSWORD}
                target:
                  url: %s
                  user: %s
                  password: ${env:ORA_PASSWORD}
                  schema: %s
                tables:
                %s
                """.formatted(
                        directory.resolve("checkpoints").toUri(),
                        postgres.port(),
                        oracle.jdbcUrl(),
                        oracle.user(),
                        oracle.schema(),
                        tables.indent(2));
    }

    /** A command that has not ended yet. */
    public record Running(StringWriter out, CompletableFuture<Result> result) {
        private static final Pattern JOB = Pattern.compile("runs as job (\\w+)\\. Web UI: (\\S+)");

        /** Cancels the job that the command runs, as the button in the web UI does. */
        public void cancelJob() throws Exception {
            Matcher job = JOB.matcher(out.toString());
            assertThat(job.find()).isTrue();
            HttpRequest cancel = HttpRequest.newBuilder(URI.create(job.group(2) + "/jobs/" + job.group(1)))
                    .method("PATCH", HttpRequest.BodyPublishers.noBody())
                    .build();
            int status = HttpClient.newHttpClient()
                    .send(cancel, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            assertThat(status).isEqualTo(202);
        }

        public Result await() throws Exception {
            return result.get(60, TimeUnit.SECONDS);
        }
    }

    /** Runs {@code sealane <command> --config <file with yaml> <more>}. */
    public Result sealane(String command, String yaml, String... more) {
        return command(new StringWriter(), variables(), arguments(command, yaml, more));
    }

    public Running sealaneInBackground(String command, String yaml, String... more) {
        return inBackground(variables(), arguments(command, yaml, more));
    }

    static Running inBackground(String... arguments) {
        return inBackground(VARIABLES, arguments);
    }

    private static Running inBackground(Map<String, String> variables, String... arguments) {
        StringWriter out = new StringWriter();
        return new Running(out, CompletableFuture.supplyAsync(() -> command(out, variables, arguments)));
    }

    /** Of the environment, as the configuration names them. */
    public Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(VARIABLES);
        variables.put("ORA_PASSWORD", oracle.password());
        return variables;
    }

    private String[] arguments(String command, String yaml, String... more) {
        try {
            Path file = Files.writeString(directory.resolve("migration.yaml"), yaml);
            return Stream.concat(Stream.of(command, "--config", file.toString()), Stream.of(more))
                    .toArray(String[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Result command(String... arguments) {
        return command(new StringWriter(), VARIABLES, arguments);
    }

    private static Result command(StringWriter out, Map<String, String> variables, String... arguments) {
        StringWriter err = new StringWriter();
        int exitCode = Sealane.run(new PrintWriter(out, true), new PrintWriter(err, true), variables::get, arguments);
        return new Result(exitCode, out.toString(), err.toString());
    }

    public void inSource(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.url(), "app", "right");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    public void inTarget(String... statements) throws SQLException {
        try (Connection connection = oracle.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Also the control tables. */
    public void dropInTarget(List<String> tables) throws SQLException {
        oracle.drop(tables);
        oracle.drop(ControlTables.NAMES);
    }

    public String fromTarget(String sql) throws SQLException {
        try (Connection connection = oracle.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Slots, publications and registered migrations, as one text: {@code 0 0 0}. */
    String leftovers() throws SQLException {
        String registered;
        try {
            registered = fromTarget("SELECT COUNT(*) FROM APP.SEALANE_MIGRATION");
        } catch (SQLException noControlTables) {
            registered = "0";
        }
        return postgres.queryOne("SELECT count(*) FROM pg_replication_slots") + " "
                + postgres.queryOne("SELECT count(*) FROM pg_publication") + " " + registered;
    }

    @Override
    public void close() throws Exception {
        oracle.close();
        postgres.close();
    }
}
