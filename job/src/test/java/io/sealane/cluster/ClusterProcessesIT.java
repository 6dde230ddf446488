package io.sealane.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.sealane.cluster.ClusterMember.JOB_MANAGER;
import static io.sealane.cluster.ClusterMember.taskManager;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The cluster's processes themselves, without a migration. */
@Timeout(480)
final class ClusterProcessesIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private static Path directory;

    @Test
    void processesAreKilledFrozenThawedStartedAndStopped() throws Exception {
        Path home = directory.resolve("a cluster");
        ClusterOptions options = ClusterOptions.usual().with("taskmanager.memory.process.size", "900m");
        List<ProcessHandle> processes;
        try (ClusterProcesses cluster = ClusterProcesses.start(home, options)) {
            FlinkRest rest = cluster.rest();
            assertThat(rest.get("/overview").get("slots-total").asInt()).isEqualTo(4);
            assertThat(listeningElsewhereThanOnLoopback(cluster)).isEmpty();

            // A TaskManager dies and comes back
            ProcessHandle first = cluster.process(taskManager(1)).orElseThrow();
            cluster.kill(taskManager(1));
            assertThat(first.isAlive()).isFalse();
            assertThat(cluster.process(taskManager(1))).isEmpty();
            assertThat(cluster.script("status").output()).contains("taskmanager-1    does not run");
            cluster.start(taskManager(1), options.withJvmArguments("-Dtest.own=first"));
            ProcessHandle second = cluster.process(taskManager(1)).orElseThrow();
            assertThat(second.pid()).isNotEqualTo(first.pid());
            assertThat(commandLine(second)).contains("-Dtest.own=first", "-XX:+UseSerialGC");

            // One freezes, is missed, thaws and is welcome again.
            cluster.freeze(taskManager(2));
            assertThat(cluster.script("status").output()).contains("taskmanager-2    is frozen (SIGSTOP)");
            await().atMost(SOON).until(() -> rest.taskManagers().size() == 1);
            cluster.thaw(taskManager(2));
            await().atMost(SOON).until(() -> rest.taskManagers().size() == 2);

            // The JobManager dies and finds its TaskManagers again, at the same address.
            cluster.restart(JOB_MANAGER);
            await().atMost(SOON).until(() -> rest.taskManagers().size() == 2);
            assertThat(cluster.script("status").exitCode()).isZero();
            assertThatThrownBy(() -> cluster.start(JOB_MANAGER)).hasMessageContaining("The JobManager runs already.");

            cluster.freeze(taskManager(2));
            processes = List.of(JOB_MANAGER, taskManager(1), taskManager(2)).stream()
                    .map(member -> cluster.process(member).orElseThrow())
                    .toList();
        }
        // A frozen process is stopped too.
        await().atMost(SOON).until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
        try (var pids = Files.list(home.resolve("pids"))) {
            assertThat(pids).isEmpty();
        }
    }

    @Test
    void anInstalledFlinkIsUsedWithItsOwnJars() throws Exception {
        Path installed = directory.resolve("flink-1.20");
        Files.createDirectories(installed.resolve("lib"));
        for (Path jar : ClusterProcesses.flinkJars()) {
            Files.copy(jar, installed.resolve("lib").resolve(jar.getFileName()));
        }
        ClusterOptions options = ClusterOptions.usual()
                .withTaskManagers(0, 1)
                .withEnvironment(Map.of("FLINK_HOME", installed.toString()));

        try (ClusterProcesses cluster = ClusterProcesses.start(directory.resolve("installed"), options)) {
            String classPath = cluster.rest()
                    .get("/jobmanager/environment")
                    .get("classpath")
                    .toString();
            assertThat(classPath).contains(installed + "/lib/flink-runtime").doesNotContain("/target/flink");
            ClusterProcesses.Result list = cluster.script("flink", "list");
            assertThat(list.output()).contains("No running jobs.");
            assertThat(list.exitCode()).isZero();
        }
    }

    @Test
    void wrongUsageIsToldWithAnExitCode() {
        ClusterProcesses none = ClusterProcesses.at(directory.resolve("none"), ClusterOptions.usual());

        assertThat(none.script("start", "--slots", "two").output()).contains("Invalid value for --slots: 'two'.");
        assertThat(none.script("start", "--slots", "two").exitCode()).isEqualTo(2);
        assertThat(none.script("begin").exitCode()).isEqualTo(2);
        assertThat(none.script("status").output()).contains("There is no cluster in");
        assertThat(none.script("status").exitCode()).isEqualTo(1);
        assertThat(none.script("--help").exitCode()).isZero();
    }

    /** What the processes' configuration binds to; nothing may be reached from another machine. */
    private static List<String> listeningElsewhereThanOnLoopback(ClusterProcesses cluster) {
        JsonNode configuration = cluster.rest().get("/jobmanager/config");
        return configuration.findParents("key").stream()
                .filter(entry -> entry.get("key").asText().matches(".*bind-(host|address)"))
                .filter(entry -> !entry.get("value").asText().equals("localhost"))
                .map(JsonNode::toString)
                .toList();
    }

    private static String commandLine(ProcessHandle process) throws Exception {
        return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).replace('\0', ' ');
    }
}
