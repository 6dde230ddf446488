package io.sealane.cluster;

import io.sealane.cluster.FlinkRest.RestException;
import io.sealane.cluster.FlinkRest.Run;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.sealane.cluster.ClusterMember.JOB_MANAGER;
import static io.sealane.cluster.ClusterMember.taskManager;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Migrations as users run them, on processes of their own with high availability: each step is followed by writes at the
 * source and a comparison of every row. The processes live in New York, so that nothing depends on UTC.
 */
@Timeout(480)
final class MigrationOnClusterIT {
    private static final Pattern JOB_ID = Pattern.compile("JobID ([0-9a-f]{32})");

    @TempDir
    private static Path directory;

    private static ClusterSite site;
    private static ClusterProcesses cluster;
    private static FlinkRest rest;
    private static String jar;

    @BeforeAll
    static void start() throws Exception {
        site = new ClusterSite(directory);
        cluster = ClusterProcesses.start(
                directory.resolve("cluster"),
                ClusterOptions.usual()
                        .withTaskManagers(2, 3)
                        .withHighAvailability()
                        .with("high-availability.zookeeper.client.session-timeout", "4 s")
                        .withEnvironment(ClusterSite.VARIABLES)
                        .withJvmArguments("-Duser.timezone=America/New_York"));
        rest = cluster.rest();
        jar = rest.upload(ClusterProcesses.sealaneJar());
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
        site.close();
    }

    /** So that a test that failed takes no slots from the next. */
    @AfterEach
    void cancelWhatIsLeft() {
        rest.jobs().stream()
                .filter(job -> !job.state().isGloballyTerminalState())
                .forEach(job -> rest.cancel(job.id()));
    }

    @Test
    void aJobOverRestGoesOnFromSavepointsWithMoreAndLessParallelismANewerJarAndACheckpoint() throws Exception {
        Path config = site.migration("orders", 2000);
        Run run = Run.of("run", "--config", config.toString());

        String job = rest.run(jar, run.withParallelism(2));
        site.awaitEqual("orders");
        site.write("orders", 300);
        site.awaitEqual("orders");
        String first = rest.stopWithSavepoint(job, cluster.directory().resolve("savepoints"));
        assertThat(rest.status(job)).isEqualTo(JobStatus.FINISHED);

        site.write("orders", 500);
        job = rest.run(jar, run.from(first).withParallelism(4));
        site.awaitEqual("orders");
        site.write("orders", 300);
        String second = rest.stopWithSavepoint(job, cluster.directory().resolve("savepoints"));

        site.write("orders", 500);
        job = rest.run(rest.upload(anotherBuild()), run.from(second).withParallelism(1));
        site.awaitEqual("orders");
        site.write("orders", 300);
        site.awaitEqual("orders");
        long seen = rest.completedCheckpoints(job);
        String cancelled = job;
        await().until(() -> rest.completedCheckpoints(cancelled) > seen);
        String checkpoint = rest.latestCheckpoint(job).orElseThrow().path();
        rest.cancel(job);
        String kept = latest(checkpoint);

        site.write("orders", 500);
        rest.run(jar, run.from(kept).withParallelism(2));
        site.awaitEqual("orders");
    }

    @Test
    void twoMigrationsByFlinksOwnClientRunSideBySide() throws Exception {
        Path one = site.migration("payments", 800);
        Path two = site.migration("reviews", 800);

        String first = submit("-p", "1", "--config", one.toString());
        submit("-p", "1", "--config", two.toString());
        site.write("payments", 200);
        site.write("reviews", 200);
        site.awaitEqual("payments");
        site.awaitEqual("reviews");

        ClusterProcesses.Result stopped = cluster.script("flink", "stop", first);
        assertThat(stopped.exitCode()).as(stopped.output()).isZero();
        Matcher savepoint = Pattern.compile("Savepoint completed. Path: (\\S+)").matcher(stopped.output());
        assertThat(savepoint.find()).as(stopped.output()).isTrue();
        site.write("payments", 200);
        site.write("reviews", 200);
        site.awaitEqual("reviews");
        submit("-p", "2", "-s", savepoint.group(1), "--config", one.toString());
        site.awaitEqual("payments");

        ClusterProcesses.Result anew = cluster.script("run", "--config", two.toString());
        assertThat(anew.output()).contains("TGT-");
        assertThat(anew.exitCode()).as(anew.output()).isEqualTo(4);
    }

    @Test
    void aJobOutlivesItsTaskManagerAndItsJobManager() throws Exception {
        Path config = site.migration("visits", 800);
        String job = rest.run(jar, Run.of("run", "--config", config.toString()).withParallelism(3));
        site.awaitEqual("visits");

        site.write("visits", 300);
        cluster.kill(taskManager(1));
        site.write("visits", 300);
        cluster.start(taskManager(1));
        site.awaitEqual("visits");

        cluster.kill(JOB_MANAGER);
        site.write("visits", 300);
        cluster.start(JOB_MANAGER);
        rest.awaitRunning(job);
        site.write("visits", 300);
        site.awaitEqual("visits");
        jar = rest.upload(ClusterProcesses.sealaneJar());
    }

    @Test
    void aFaultOverRestIsAnsweredWithOurMessageAndTheJobManagerLives() throws Exception {
        Optional<ProcessHandle> jobManager = cluster.process(JOB_MANAGER);
        Path config = Files.writeString(directory.resolve("bad.yaml"), "job: {name: bad, lanse: 8}\n");

        assertThatThrownBy(() -> rest.run(jar, Run.of("run", "--config", config.toString())))
                .isInstanceOf(RestException.class)
                .hasMessageContaining("CFG-")
                .hasMessageContaining("job.lanse")
                .hasMessageContaining("(exit code 2)");
        assertThatThrownBy(() -> rest.run(jar, Run.of("run", "--config", "none", "--no-such-option")))
                .isInstanceOf(RestException.class)
                .hasMessageContaining("--no-such-option");

        assertThat(cluster.process(JOB_MANAGER)).isEqualTo(jobManager);
        assertThat(rest.taskManagers()).hasSize(2);
    }

    @Test
    void thePlanInTheWebUiLeavesNothingBehind() throws Exception {
        Path config = site.migration("looks", 10);

        var plan = rest.plan(jar, Run.of("run", "--config", config.toString()));

        assertThat(plan.at("/plan/nodes")).isNotEmpty();
        assertThat(site.hasSlot("looks")).isFalse();
    }

    @Test
    void theClassesOfASubmissionGoWithIt() throws Exception {
        Run run = Run.of("run", "--config", site.migration("many", 10).toString());

        for (int i = 0; i < 6; i++) {
            rest.plan(jar, run);
        }

        // The first that uses a driver lets it start its threads and stays; what came last, the JDK may remember.
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(cluster.jobClassLoaders(JOB_MANAGER))
                .isBetween(1L, 3L));
    }

    @Test
    void secretsAreInNoAnswerNoLogNoCheckpointAndNoSavepoint() throws Exception {
        Path config = site.migration("people", 800);
        String job = rest.run(jar, Run.of("run", "--config", config.toString()).withParallelism(2));
        site.write("people", 100);
        site.awaitEqual("people");
        rest.savepoint(job, cluster.directory().resolve("savepoints"));

        assertThat(SecretSearch.inAnswers(rest, job)).isEmpty();
        for (String place : List.of("log", "checkpoints", "savepoints", "conf")) {
            assertThat(SecretSearch.inFiles(cluster.directory().resolve(place)))
                    .as(place)
                    .isEmpty();
        }
        // Where Flink keeps the job itself, so that it can be recovered, they must be: for the owner's eyes only.
        Path store = cluster.directory().resolve("ha");
        assertThat(SecretSearch.inFiles(store)).isNotEmpty();
        assertThat(Files.getPosixFilePermissions(store))
                .noneMatch(permission -> permission.name().startsWith("GROUP")
                        || permission.name().startsWith("OTHERS"));
    }

    /** {@code cluster.sh run}; gives the job's id. */
    private static String submit(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "run";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        ClusterProcesses.Result result = cluster.script(all);
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).contains("All tasks run: http://localhost:");
        Matcher id = JOB_ID.matcher(result.output());
        assertThat(id.find()).as(result.output()).isTrue();
        return id.group(1);
    }

    /** The newest checkpoint beside the one named, which may have been followed by others. */
    private static String latest(String checkpoint) throws Exception {
        Path one = Path.of(URI.create(checkpoint));
        try (var all = Files.list(one.getParent())) {
            return all.filter(path -> Files.exists(path.resolve("_metadata")))
                    .max((a, b) -> Long.compare(number(a), number(b)))
                    .orElseThrow()
                    .toUri()
                    .toString();
        }
    }

    private static long number(Path checkpoint) {
        return Long.parseLong(checkpoint.getFileName().toString().substring("chk-".length()));
    }

    /** The same classes in a jar with another manifest and another checksum. */
    private static Path anotherBuild() throws Exception {
        Path copy = Files.copy(ClusterProcesses.sealaneJar(), directory.resolve("sealane-next.jar"));
        try (FileSystem zip = FileSystems.newFileSystem(copy)) {
            Path manifest = zip.getPath("META-INF/MANIFEST.MF");
            Files.writeString(manifest, Files.readString(manifest).strip() + "\nImplementation-Version: next\n\n");
        }
        return copy;
    }
}
