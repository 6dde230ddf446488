package io.sealane.cli;

import io.sealane.cli.TestSite.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.flink.client.ClientUtils;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.util.TestStreamEnvironment;
import org.apache.flink.util.FlinkException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** {@code sealane run} in one process, from the YAML file to rows in the target. */
@Timeout(120)
class RunIT {
    @TempDir
    private static Path directory;

    private static TestSite site;

    @BeforeAll
    static void start() throws Exception {
        site = new TestSite(directory, Map.of());
    }

    @AfterAll
    static void stop() throws Exception {
        site.close();
    }

    @Test
    void aFullRunPreparesCopiesAndEnds() throws Exception {
        site.inSource(
                "CREATE TABLE good (id bigint PRIMARY KEY, note text)",
                "INSERT INTO good SELECT i, 'n' || i FROM generate_series(1, 1000) i");
        site.inTarget("CREATE TABLE GOOD (ID NUMBER(19) NOT NULL, NOTE CLOB, CONSTRAINT GOOD_PK PRIMARY KEY (ID))");
        String yaml = site.yaml("- public.good").replace("name: test", "name: full\n  mode: full");

        Result result = site.sealane("run", yaml, "--local");

        assertThat(result.err()).isEqualTo("Migration full has ended.\n");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("Migration full runs as job ", "Web UI: http://localhost:");
        assertThat(site.fromTarget("SELECT COUNT(*) FROM GOOD")).isEqualTo("1000");
        assertThat(site.sealane("status", yaml).out())
                .contains("consistency  point ")
                .contains(" passed");
    }

    @Test
    void aValueThatDoesNotFitStopsTheRunWithItsTableAndColumn() throws Exception {
        site.inSource(
                "CREATE TABLE big (id bigint PRIMARY KEY, amount numeric)",
                "INSERT INTO big VALUES (1, 1), (2, 123456789)");
        site.inTarget(
                "CREATE TABLE BIG (ID NUMBER(19) NOT NULL, AMOUNT NUMBER(5), CONSTRAINT BIG_PK PRIMARY KEY (ID))");
        String yaml = site.yaml("- public.big").replace("name: test", "name: unfit");

        Result result = site.sealane("run", yaml, "--local");

        assertThat(result.exitCode()).isEqualTo(4);
        assertThat(result.err())
                .startsWith("TGT-")
                .contains("BIG")
                .contains("AMOUNT")
                .doesNotContain("123456789")
                .doesNotContain("\tat ");
    }

    @Test
    void aRunThatFlinkRefusesLeavesNothingBehind() throws Exception {
        site.inSource("CREATE TABLE never (id bigint PRIMARY KEY)");
        site.inTarget("CREATE TABLE NEVER (ID NUMBER(19) NOT NULL, CONSTRAINT NEVER_PK PRIMARY KEY (ID))");
        String yaml = site.yaml("- public.never")
                .replace("name: test", "name: never")
                .replaceFirst("directory: '.*'", "directory: 'file:///dev/null/checkpoints'");

        Result result = site.sealane("run", yaml, "--local");

        assertThat(result.err())
                .startsWith("CFG-308 Cannot start the job: Flink refused it")
                .doesNotContain("\tat ");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(site.postgres.queryOne(
                        "SELECT count(*) FROM pg_replication_slots WHERE slot_name = 'sealane_never'"))
                .isEqualTo("0");
        assertThat(site.postgres.queryOne("SELECT count(*) FROM pg_publication WHERE pubname = 'sealane_never'"))
                .isEqualTo("0");
        assertThat(site.fromTarget("SELECT COUNT(*) FROM SEALANE_MIGRATION WHERE MIGRATION = 'never'"))
                .isEqualTo("0");
    }

    @Test
    void aJobThatFlinkMayHaveTakenKeepsWhatWasPreparedForIt() throws Exception {
        site.inSource("CREATE TABLE taken (id bigint PRIMARY KEY)", "INSERT INTO taken VALUES (1)");
        site.inTarget("CREATE TABLE TAKEN (ID NUMBER(19) NOT NULL, CONSTRAINT TAKEN_PK PRIMARY KEY (ID))");
        String yaml = site.yaml("- public.taken").replace("name: test", "name: taken");
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.BIND_PORT, "0");
        try (MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumSlotsPerTaskManager(2)
                .build())) {
            cluster.start();
            LosingEnvironment.setAsContext(cluster);

            String refused = site.sealane(
                            "run", yaml.replaceFirst("directory: '.*'", "directory: 'file:///dev/null/x'"))
                    .err();
            String slotOfRefused = slots("sealane_taken");
            Result lost = site.sealane("run", yaml);

            assertThat(refused).startsWith("CFG-308 Cannot start the job: Flink refused it");
            assertThat(slotOfRefused).isEqualTo("0");
            assertThat(lost.exitCode()).isEqualTo(2);
            assertThat(lost.err())
                    .startsWith("CFG-310 Cannot tell whether Flink has taken the job of migration taken: ")
                    .contains("TimeoutException: the answer is lost. So everything stays prepared.");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> site.fromTarget("SELECT COUNT(*) FROM TAKEN").equals("1"));
            assertThat(slots("sealane_taken")).isEqualTo("1");
        } finally {
            LosingEnvironment.unsetAsContext();
        }
    }

    private static String slots(String name) {
        return String.valueOf(
                site.postgres.queryOne("SELECT count(*) FROM pg_replication_slots WHERE slot_name = '" + name + "'"));
    }

    /** Submits to a cluster and waits as Flink's own client does, then loses the answer that the job was taken. */
    private static final class LosingEnvironment extends TestStreamEnvironment {
        private final MiniCluster cluster;

        private LosingEnvironment(MiniCluster cluster) {
            super(cluster, 1);
            this.cluster = cluster;
        }

        static void setAsContext(MiniCluster cluster) {
            initializeContextEnvironment(configuration -> new LosingEnvironment(cluster));
        }

        @Override
        public JobClient executeAsync(StreamGraph graph) throws Exception {
            JobClient client = super.executeAsync(graph);
            ClientUtils.waitUntilJobInitializationFinished(
                    () -> client.getJobStatus().get(),
                    () -> cluster.requestJobResult(client.getJobID()).get(),
                    RunIT.class.getClassLoader());
            throw new FlinkException("Failed to execute job.", new TimeoutException("the answer is lost"));
        }
    }

    @Test
    void aStoppedRunGoesOnFromItsLastCheckpointAndIsNotBegunAnewByMistake() throws Exception {
        site.inSource("CREATE TABLE live (id bigint PRIMARY KEY)", "INSERT INTO live VALUES (1)");
        site.inTarget("CREATE TABLE LIVE (ID NUMBER(19) NOT NULL, CONSTRAINT LIVE_PK PRIMARY KEY (ID))");
        String yaml = site.yaml("- public.live").replace("name: test", "name: live");

        // A run that applies changes
        TestSite.Running first = site.sealaneInBackground("run", yaml, "--local");
        awaitRows("1");
        site.inSource("INSERT INTO live VALUES (2)");
        awaitRows("2");
        assertThat(site.sealane("status", yaml).out())
                .startsWith("live: running, writers are at work")
                .contains("point ");
        Result cleanup = site.sealane("cleanup", yaml, "--yes");
        assertThat(cleanup.exitCode()).as(cleanup.err()).isEqualTo(3);
        assertThat(cleanup.err()).startsWith("SRC-318 Cannot remove the replication slot sealane_live");

        // is cancelled,
        first.cancelJob();
        Result cancelled = first.await();
        assertThat(cancelled.exitCode()).isZero();
        assertThat(cancelled.err()).contains("Migration live was cancelled. Go on with --from latest.");

        // is not begun anew
        site.inSource("INSERT INTO live VALUES (3)");
        Result anew = site.sealane("run", yaml, "--local");
        assertThat(anew.exitCode()).isEqualTo(4);
        assertThat(anew.err()).startsWith("TGT-304 Cannot run migration live: from the start:");
        assertThat(site.fromTarget("SELECT COUNT(*) FROM LIVE")).isEqualTo("2");

        // and goes on.
        TestSite.Running second = site.sealaneInBackground("run", yaml, "--from", "latest");
        awaitRows("3");
        second.cancelJob();
        assertThat(second.await().exitCode()).isZero();
    }

    private static void awaitRows(String count) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> site.fromTarget("SELECT COUNT(*) FROM LIVE").equals(count));
    }
}
