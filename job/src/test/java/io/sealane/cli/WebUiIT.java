package io.sealane.cli;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

/** What Flink's web UI shows of a migration that has failed, over the REST interface that it is made of. */
@Timeout(120)
class WebUiIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern JOB = Pattern.compile("runs as job (\\w+)");

    @RegisterExtension
    private static final MiniClusterExtension FLINK =
            new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
                    .setNumberTaskManagers(1)
                    .setNumberSlotsPerTaskManager(12)
                    .build());

    @TempDir
    private static Path directory;

    private static TestSite site;
    private static WebUi webUi;

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
                .matches("Caused by: io\\.sealane\\.\\S+: [A-Z]{3}-\\d{3} Cannot .*");
        return ours.get(0);
    }
}
