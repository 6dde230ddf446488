package io.sealane.cli;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.InjectClusterRESTAddress;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What Flink's web UI shows of a migration, over the REST interface that it is made of. */
@Timeout(300)
class WebUiIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Pattern JOB = Pattern.compile("runs as job (\\w+)");

    /** Flink registers these for every operator. */
    private static final Pattern FLINKS_OWN =
            Pattern.compile("num(Records|Bytes).*|current.*|sourceIdleTime|watermark.*");

    @RegisterExtension
    private static final MiniClusterExtension FLINK =
            new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
                    .setConfiguration(freshMetrics())
                    .setNumberTaskManagers(1)
                    .setNumberSlotsPerTaskManager(12)
                    .build());

    @TempDir
    private static Path directory;

    private static TestSite site;
    private static WebUi webUi;

    private static Configuration freshMetrics() {
        Configuration configuration = new Configuration();
        configuration.set(MetricOptions.METRIC_FETCHER_UPDATE_INTERVAL, Duration.ofMillis(200));
        return configuration;
    }

    @BeforeAll
    static void start(@InjectClusterRESTAddress URI address) throws Exception {
        webUi = new WebUi(address);
        site = new TestSite(directory, Map.of());
    }

    @AfterAll
    static void stop() throws Exception {
        site.close();
    }

    @Test
    void itsMetricsAreThoseOfTheRunbook() throws Exception {
        String job = begin("listed", "numeric", "NUMBER(5)");
        await().atMost(LIMIT).until(() -> webUi.metrics(job).keySet().stream().anyMatch(n -> n.endsWith("lagSeconds")));

        Set<String> ours = Stream.concat(webUi.metrics(job).keySet().stream(), webUi.coordinatorMetrics(job).stream())
                .filter(name -> name.contains("."))
                .filter(name -> Stream.of("Shuffle", "buffers").noneMatch(name::startsWith))
                .map(name -> name.replaceFirst("^\\w+\\.(coordinator\\.enumerator\\.|job\\.)?", ""))
                .map(name -> name.replace("table.public_listed.", "table.<table>."))
                .map(name -> name.replaceFirst("^(flushMillis)_.*", "$1"))
                .filter(name -> !FLINKS_OWN.matcher(name).matches())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(ours).containsExactlyElementsOf(new TreeSet<>(listedInTheRunbook()));
    }

    private static Set<String> listedInTheRunbook() throws Exception {
        String page = Files.readString(Path.of("../deploy/runbook.md"));
        String section = page.substring(page.indexOf("## Metrics"));
        return section.substring(0, section.indexOf("\n## ", 1))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(2, line.indexOf(" | ", 2)))
                .flatMap(cell -> Stream.of(cell.split(", ")))
                .map(name -> name.replace("`", ""))
                .collect(Collectors.toSet());
    }

    @Test
    void rowsAreCountedAndLagIsThatOfTheWholeJob() throws Exception {
        String job = begin("lagging", "numeric", "NUMBER(5)");
        site.inSource("INSERT INTO lagging SELECT i, 1 FROM generate_series(1, 999) i");
        awaitRows("lagging", 1_000);

        // What goes from READ to FILTER are rows and control events, and what is sent arrives.
        await().atMost(LIMIT).untilAsserted(() -> assertThat(webUi.ofVertex(job, 0, "write-records"))
                .isGreaterThanOrEqualTo(1_000 + 8)
                .isEqualTo(webUi.ofVertex(job, 1, "read-records")));
        await().atMost(LIMIT)
                .until(() -> webUi.metrics(job).get("Source__Read_PostgreSQL.job.tablesCopied"), "1"::equals);
        Map<String, String> metrics = webUi.metrics(job);
        assertThat(metrics)
                .containsEntry("Write_Oracle__Writer.numRecordsSend", "1000")
                .containsEntry("Source__Read_PostgreSQL.copiedRows", "1")
                .containsEntry("Source__Read_PostgreSQL.streamedChanges", "999")
                .containsEntry("Source__Read_PostgreSQL.job.tables", "1")
                .containsEntry("Source__Read_PostgreSQL.job.tablesCopied", "1")
                .containsEntry("Write_Oracle__Writer.rowsWritten", "1000");

        // An idle source has no lag,
        awaitLag(job, 0, 0);

        // a target that does not take a change has a growing one,
        try (Connection other = site.oracle.connect();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("UPDATE LAGGING SET NOTE = 2 WHERE ID = 0");
            site.inSource("UPDATE lagging SET note = 3 WHERE id = 0");
            awaitLag(job, 3, 30);
            assertThat(Long.parseLong(webUi.metrics(job).get("Source__Read_PostgreSQL.job.lagBytes")))
                    .isPositive();
            other.rollback();
        }

        // and all is well again when it has taken it.
        awaitLag(job, 0, 0);
    }

    private static void awaitLag(String job, double from, double to) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        Double.parseDouble(webUi.metrics(job).get("Source__Read_PostgreSQL.job.lagSeconds")))
                .isBetween(from, to));
    }

    @Test
    void aValueThatIsTooLongIsToldWithItsColumn() throws Exception {
        String job = begin("too_long", "varchar(10)", "VARCHAR2(3)");

        site.inSource("INSERT INTO too_long VALUES (1, 'secretive')");

        assertThat(failure(job))
                .contains("TGT-201 Cannot insert into APP.TOO_LONG: column NOTE of the row with key #")
                .contains(
                        "it has 9 bytes, and VARCHAR2 holds 3 bytes; say in values.too-long",
                        "(truncate). Change the value")
                .doesNotContain("secretive");
    }

    @Test
    void aNullThatIsNotAllowedIsToldWithItsColumn() throws Exception {
        String job = begin("nulls", "varchar(10)", "VARCHAR2(10) NOT NULL");

        site.inSource("INSERT INTO nulls VALUES (77123, NULL)");

        assertThat(failure(job))
                .contains("TGT-201 Cannot insert into APP.NULLS: column NOTE of the row with key #")
                .contains("it is NULL, and the target column is NOT NULL")
                .doesNotContain("77123");
    }

    @Test
    void aTableThatIsGoneIsNamed() throws Exception {
        String job = begin("gone", "numeric", "NUMBER(5)");
        site.inTarget("DROP TABLE GONE");

        site.inSource("INSERT INTO gone VALUES (1, 4711)");

        assertThat(failure(job))
                .contains("TGT-206 Cannot insert into APP.GONE")
                .contains("ORA-00942")
                .doesNotContain("4711");
    }

    @Test
    void truncateIsToldWithTableAndPosition() throws Exception {
        String job = begin("emptied", "numeric", "NUMBER(5)");

        site.inSource("TRUNCATE emptied");

        assertThat(failure(job)).contains("SRC-320 Cannot apply TRUNCATE of public.emptied at 0/");
    }

    @Test
    void aSlotThatWasDroppedIsNamed() throws Exception {
        String job = begin("unslotted", "numeric", "NUMBER(5)");

        // Again and again, because its reader takes it again.
        await().atMost(LIMIT).ignoreExceptions().until(() -> site.postgres.queryOne("""
                        SELECT count(pg_drop_replication_slot(slot_name))
                          FROM (SELECT slot_name, pg_terminate_backend(active_pid, 1000) FROM pg_replication_slots
                                 WHERE slot_name = 'sealane_unslotted' OFFSET 0) s"""), "1"::equals);

        assertThat(failure(job)).contains("SRC-").contains("replication slot sealane_unslotted");
    }

    @Test
    void aSourceThatBreaksOffIsAnExceptionThatNamesItAndTheJobGoesOn() throws Exception {
        String job = begin("broken_off", "numeric", "NUMBER(5)");

        await().atMost(LIMIT).until(() -> site.postgres.queryOne("""
                        SELECT count(*) FROM pg_replication_slots
                         WHERE slot_name = 'sealane_broken_off' AND pg_terminate_backend(active_pid)"""), "1"::equals);

        await().atMost(LIMIT).until(() -> !webUi.exceptions(job).isEmpty());
        assertThat(webUi.exceptions(job).get(0).lines().findFirst())
                .get()
                .asString()
                .contains("SRC-350 Cannot read the change stream from localhost:")
                .contains("The job restarts by itself");
        site.inSource("INSERT INTO broken_off VALUES (1, 1)");
        awaitRows("broken_off", 2);
    }

    /** Starts a migration of a table of that name with one row in it, and waits until it follows. */
    private static String begin(String table, String sourceType, String targetType) throws Exception {
        String target = table.toUpperCase(Locale.ROOT);
        site.inSource(
                "CREATE TABLE " + table + " (id bigint PRIMARY KEY, note " + sourceType + ")",
                "INSERT INTO " + table + " VALUES (0, 0)");
        site.inTarget("CREATE TABLE " + target + " (ID NUMBER(19) NOT NULL, NOTE " + targetType + ", CONSTRAINT "
                + target + "_PK PRIMARY KEY (ID))");
        String yaml = site.yaml("- public." + table).replace("name: test", "name: " + table);
        TestSite.Running command = site.sealaneInBackground("run", yaml);
        Matcher job =
                await().atMost(LIMIT).until(() -> JOB.matcher(command.out().toString()), Matcher::find);
        awaitRows(table, 1);
        await().atMost(LIMIT).until(() -> site.sealane("status", yaml).out().contains("point "), Boolean.TRUE::equals);
        return job.group(1);
    }

    private static void awaitRows(String table, int rows) {
        await().atMost(LIMIT)
                .until(() -> site.fromTarget("SELECT COUNT(*) FROM " + table), Integer.toString(rows)::equals);
    }

    /** What the user sees first of the exception that ended the job: it, and what lies under it, without stack frames. */
    private static String failure(String job) throws Exception {
        await().atMost(LIMIT).until(() -> webUi.state(job), "FAILED"::equals);
        List<String> causes = webUi.rootException(job)
                .lines()
                .filter(line -> !line.startsWith("\t"))
                .toList();
        List<String> ours =
                causes.stream().filter(line -> line.contains("io.sealane.")).toList();
        assertThat(ours).as("causes %s", causes).isNotEmpty();
        assertThat(ours.get(0))
                .as("causes %s", causes)
                .matches("Caused by: (TimerException\\{)?io\\.sealane\\.\\S+: [A-Z]{3}-\\d{3} Cannot .*");
        return ours.get(0);
    }
}
