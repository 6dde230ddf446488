package io.sealane.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The cluster of {@code deploy/cluster/cluster.sh}: a JobManager, TaskManagers and, with high availability, a ZooKeeper,
 * each a process of its own that can be killed, frozen and started again. One thread uses it.
 *
 * <p>Nothing outlives the test: {@link #close} stops everything, frozen or not, and the cluster stops by itself when this
 * JVM dies without it.
 */
public final class ClusterProcesses implements AutoCloseable {
    private static final Path ROOT = root();
    private static final Path JARS = ROOT.resolve("job/target");
    private static final Path SCRIPT = ROOT.resolve("deploy/cluster/cluster.sh");
    private static final long SCRIPT_LIMIT_SECONDS = 180;

    private final Path directory;
    private final ClusterOptions options;

    private ClusterProcesses(Path directory, ClusterOptions options) {
        this.directory = directory;
        this.options = options;
    }

    /** What one call of the script did. */
    public record Result(int exitCode, String output) {}

    /** A cluster that is not started. */
    static ClusterProcesses at(Path directory, ClusterOptions options) {
        return new ClusterProcesses(directory.toAbsolutePath(), options);
    }

    /**
     * Starts a cluster on free ports, and waits until its TaskManagers are registered.
     *
     * @param directory for all its files: log, checkpoints, savepoints, ha, conf, pids; is made
     */
    public static ClusterProcesses start(Path directory, ClusterOptions options) {
        ClusterProcesses cluster = at(directory, options);
        List<String> arguments = new ArrayList<>(List.of("start", "--port", "0"));
        arguments.addAll(List.of("--taskmanagers", Integer.toString(options.taskManagers())));
        arguments.addAll(List.of("--slots", Integer.toString(options.slots())));
        arguments.addAll(
                List.of("--until", Long.toString(ProcessHandle.current().pid())));
        if (options.highAvailability()) {
            arguments.add("--high-availability");
        }
        options.settings().forEach((key, value) -> arguments.add("-D" + key + "=" + value));
        if (!options.classPath().isEmpty()) {
            arguments.addAll(List.of("--class-path", options.classPath()));
        }
        cluster.succeed(options, arguments);
        return cluster;
    }

    /** {@code sealane.jar} as the build has packaged it; refuses one that is older than the classes. */
    public static Path sealaneJar() {
        Path jar = JARS.resolve("sealane.jar");
        try (Stream<Path> classes = Files.walk(JARS.resolve("classes"))) {
            long newest = classes.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().lastModified())
                    .max()
                    .orElse(Long.MAX_VALUE);
            assertThat(jar.toFile().lastModified())
                    .as("%s is missing or older than the classes; run: mvn -Dquick -pl job -am package", jar)
                    .isGreaterThanOrEqualTo(newest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jar;
    }

    /** Flink's jars as the build has brought them, those of its logging too. */
    public static List<Path> flinkJars() {
        try (Stream<Path> flink = Files.list(JARS.resolve("flink"));
                Stream<Path> logging = Files.list(JARS.resolve("flink-logging"))) {
            return Stream.concat(flink, logging).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public FlinkRest rest() {
        return new FlinkRest("http://localhost:" + setting("rest.port"));
    }

    public Path directory() {
        return directory;
    }

    public Path log(ClusterMember member) {
        return directory.resolve("log/" + member.name() + ".log");
    }

    /** Its process; empty if it does not run. */
    public Optional<ProcessHandle> process(ClusterMember member) {
        try {
            String pid = Files.readString(directory.resolve("pids/" + member.name()));
            return ProcessHandle.of(Long.parseLong(pid.strip())).filter(ProcessHandle::isAlive);
        } catch (IOException notStarted) {
            return Optional.empty();
        }
    }

    /** {@code kill -9}: returns when the process is gone. */
    public void kill(ClusterMember member) {
        ProcessHandle process = running(member);
        process.destroyForcibly();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** SIGSTOP: the process keeps its memory, connections and locks, and does nothing until {@link #thaw}. */
    public void freeze(ClusterMember member) {
        signal(member, "STOP");
    }

    /** SIGCONT. */
    public void thaw(ClusterMember member) {
        signal(member, "CONT");
    }

    /** Starts a process that was killed, or one more TaskManager; returns when it is ready. */
    public void start(ClusterMember member) {
        start(member, options);
    }

    /** Like {@link #start(ClusterMember)}; what {@code own} says beyond the cluster's options is this process's alone. */
    public void start(ClusterMember member, ClusterOptions own) {
        List<String> arguments = new ArrayList<>(List.of(member.startCommand()));
        own.settings().forEach((key, value) -> {
            if (!value.equals(options.settings().get(key))) {
                arguments.add("-D" + key + "=" + value);
            }
        });
        if (!own.classPath().equals(options.classPath())) {
            arguments.addAll(List.of("--class-path", own.classPath()));
        }
        succeed(own, arguments);
    }

    /** {@code kill -9}, and a new process in its place. */
    public void restart(ClusterMember member) {
        if (process(member).isPresent()) {
            kill(member);
        }
        start(member);
    }

    /** Calls the script as a user does, with this cluster's directory: {@code run}, {@code flink}, {@code status}. */
    public Result script(String... arguments) {
        return call(options, List.of(arguments));
    }

    /** Stops every process, whatever state it is in. */
    @Override
    public void close() {
        succeed(options, List.of("stop"));
    }

    private void signal(ClusterMember member, String signal) {
        try {
            Process kill = new ProcessBuilder(
                            "kill", "-" + signal, Long.toString(running(member).pid()))
                    .inheritIO()
                    .start();
            assertThat(kill.waitFor()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while sending SIG" + signal, e);
        }
    }

    /** How many class loaders of jobs, and of programs that submitted one, are left after a garbage collection. */
    public long jobClassLoaders(ClusterMember member) {
        jcmd(member, "GC.run");
        return jcmd(member, "VM.classloaders", "show-classes=false", "fold=false")
                .lines()
                .filter(line -> line.contains("ChildFirstClassLoader"))
                .count();
    }

    private String jcmd(ClusterMember member, String... command) {
        List<String> all = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/jcmd").toString(),
                Long.toString(running(member).pid())));
        all.addAll(List.of(command));
        try {
            Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(answer).isZero();
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted in jcmd " + String.join(" ", command), e);
        }
    }

    private ProcessHandle running(ClusterMember member) {
        return process(member).orElseThrow(() -> new IllegalStateException("The " + member + " does not run"));
    }

    private String setting(String key) {
        try (Stream<String> lines = Files.lines(directory.resolve("conf/config.yaml"))) {
            return lines.filter(line -> line.startsWith(key + ": "))
                    .map(line -> line.substring(key.length() + 2).replace("'", ""))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void succeed(ClusterOptions how, List<String> arguments) {
        Result result = call(how, arguments);
        if (result.exitCode() != 0) {
            throw new IllegalStateException("cluster.sh " + String.join(" ", arguments) + " ended with "
                    + result.exitCode() + ":\n" + result.output());
        }
    }

    private Result call(ClusterOptions how, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("bash", SCRIPT.toString()));
        command.addAll(arguments);
        command.addAll(List.of("--dir", directory.toString()));
        try {
            Path output = Files.createTempFile("cluster", ".out");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().keySet().removeAll(List.of("FLINK_HOME", "FLINK_CONF_DIR", "FLINK_PLUGINS_DIR"));
            builder.environment().putAll(how.environment());
            builder.environment().put("JVM_ARGS", how.jvmArguments());
            Process process = builder.start();
            boolean ended = process.waitFor(SCRIPT_LIMIT_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            String said = Files.readString(output);
            Files.delete(output);
            return ended ? new Result(process.exitValue(), said) : new Result(-1, said + "\nIt did not end in time.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted in cluster.sh " + String.join(" ", arguments), e);
        }
    }

    /** The top of the source tree, from a test of the job module or from the top itself. */
    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("deploy/cluster/cluster.sh"))) {
            here = Optional.ofNullable(here.getParent()).orElseThrow();
        }
        return here;
    }
}
