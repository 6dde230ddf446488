package io.sealane.bench;

import io.sealane.MigrationJob;
import io.sealane.config.ConfigReader;
import io.sealane.config.MigrationConfig;
import io.sealane.mapping.MigrationPlan;
import io.sealane.model.LaneEvent;
import io.sealane.model.Problems;
import io.sealane.plan.SourceRowFetcher;
import io.sealane.prepare.Endpoints;
import io.sealane.prepare.Preparation;
import io.sealane.sink.OracleSink;
import io.sealane.sink.TargetFenceReader;
import io.sealane.source.MigrationSource;
import io.sealane.standin.OracleStandIn;
import io.sealane.testing.Planned;
import io.sealane.testing.TestPostgres;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.postgresql.PGConnection;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures the table snapshot: COPY alone as the limit, the source alone, and the whole job into the stand-in, all in
 * one run on one machine. Started by {@code deploy/bench.sh}.
 */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures rows a second of the table snapshot against PostgreSQL's own COPY, in one run.")
public final class Bench implements Runnable {
    private static final String PASSWORD = "bench-password";

    @Option(names = "--rows", description = "Rows of the table, about 125 bytes each (default ${DEFAULT-VALUE}).")
    private long rows = 2_000_000;

    @Option(names = "--parallelism", description = "Readers and writers (default ${DEFAULT-VALUE}).")
    private int parallelism = 2;

    @Option(names = "--store", description = "Let the stand-in keep the rows; by default it decodes and counts them.")
    private boolean store;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    @Override
    public void run() {
        try (TestPostgres postgres = TestPostgres.start();
                OracleStandIn standIn = standIn()) {
            measure(postgres, standIn);
        } catch (Exception e) {
            throw new IllegalStateException("Bench failed", e);
        }
    }

    private OracleStandIn standIn() throws Exception {
        OracleStandIn.Builder builder = OracleStandIn.builder().port(0).user("APP", PASSWORD);
        return (store ? builder : builder.discardRowsExcept("SEALANE_")).start();
    }

    private void measure(TestPostgres postgres, OracleStandIn standIn) throws Exception {
        System.out.printf(
                Locale.ROOT, "heap limit %d MB, %d rows%n", Runtime.getRuntime().maxMemory() >> 20, rows);
        postgres.execute(
                "CREATE TABLE big (id bigint PRIMARY KEY, customer int NOT NULL, amount numeric(12,2), state text,"
                        + " note varchar(60), placed timestamp, paid boolean, score double precision)",
                "INSERT INTO big SELECT i, i % 100000, (i % 1000000) / 100.0, 'state-' || i % 7,"
                        + " 'note of order ' || i || ' ' || md5(i::text), timestamp '2024-01-01' + i * interval '1 second',"
                        + " i % 2 = 0, i / 7.0 FROM generate_series(1, " + rows + ") i",
                "VACUUM ANALYZE big");
        try (Connection target = DriverManager.getConnection(standIn.jdbcUrl(), "APP", PASSWORD);
                Statement statement = target.createStatement()) {
            statement.execute("CREATE TABLE BIG (ID NUMBER(19) PRIMARY KEY, CUSTOMER NUMBER(10) NOT NULL,"
                    + " AMOUNT NUMBER(12,2), STATE VARCHAR2(100), NOTE VARCHAR2(200), PLACED TIMESTAMP(6), PAID NUMBER(1),"
                    + " SCORE BINARY_DOUBLE)");
        }
        double limit = copyAlone(postgres);
        report("COPY alone, one connection", limit, limit);
        try (Endpoints endpoints = Endpoints.open(config(postgres, standIn))) {
            Problems problems = new Problems();
            Preparation preparation = new Preparation(endpoints);
            preparation.check(problems);
            problems.throwIfAny("Bench");
            MigrationPlan plan = Planned.plan(endpoints);
            preparation.prepare(plan);
            report("source alone", job(endpoints.config(), plan, new DiscardingSink<>()), limit);
            Sink<LaneEvent> sink = new OracleSink(
                    endpoints.config().target(),
                    plan,
                    new SourceRowFetcher.Factory(endpoints.config().source()));
            report("whole job into the stand-in", job(endpoints.config(), plan, sink), limit);
        }
    }

    private double copyAlone(TestPostgres postgres) throws Exception {
        long begin = System.nanoTime();
        try (Connection connection = postgres.connect()) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("COPY (SELECT * FROM big) TO STDOUT", OutputStream.nullOutputStream());
        }
        return rows * 1e9 / (System.nanoTime() - begin);
    }

    private double job(MigrationConfig config, MigrationPlan plan, Sink<LaneEvent> sink) throws Exception {
        Configuration settings = new Configuration();
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(2));
        settings.set(PipelineOptions.OBJECT_REUSE, true);
        settings.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ofMillis(5));
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none"); // ends with the first fault, which is shown
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, org.apache.flink.configuration.MemorySize.ofMebiBytes(64));
        try (var env = StreamExecutionEnvironment.createLocalEnvironment(parallelism, settings)) {
            new MigrationJob(
                            plan,
                            MigrationSource.create(
                                    config.source(),
                                    plan,
                                    config.job().mode(),
                                    new TargetFenceReader(config.target(), plan.migration()),
                                    settings),
                            sink)
                    .attachTo(env);
            long begin = System.nanoTime();
            env.execute("bench");
            return rows * 1e9 / (System.nanoTime() - begin);
        }
    }

    private static MigrationConfig config(TestPostgres postgres, OracleStandIn standIn) throws Exception {
        Path file = Files.createTempFile("bench", ".yaml");
        try {
            Files.writeString(
                    file, """
                    job:
                      name: bench
                      mode: full
                    source:
                      host: %s
                      port: %d
                      database: %s
                      user: postgres
                      password: ${env:SOURCE}
                    target:
                      url: %s
                      user: APP
                      password: ${env:TARGET}
                      schema: APP
                    tables:
                      - public.big
                    """.formatted(postgres.host(), postgres.port(), postgres.database(), standIn.jdbcUrl()));
            return ConfigReader.read(file, name -> name.equals("SOURCE") ? TestPostgres.USER : PASSWORD);
        } finally {
            Files.delete(file);
        }
    }

    private static void report(String what, double rowsPerSecond, double limit) {
        System.out.printf(
                Locale.ROOT, "%-30s %,12.0f rows/s  %.2f of COPY alone%n", what, rowsPerSecond, rowsPerSecond / limit);
    }
}
