package io.sealane.testing;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The processes of one PostgreSQL server on this machine, by its data directory: killed all at once, as the loss of the
 * machine would end them, and started again.
 *
 * <p>What a server had written is with the operating system and survives; what stood in its own buffers is gone: commits
 * under {@code synchronous_commit = off} that the WAL writer had not come to.
 */
final class ServerProcesses {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 20;

    private final Path dataDirectory;
    private final Path binaries;

    private ServerProcesses(Path dataDirectory, Path binaries) {
        this.dataDirectory = dataDirectory;
        this.binaries = binaries;
    }

    /** Those of the server that runs on {@code dataDirectory}. */
    static ServerProcesses of(Path dataDirectory) throws IOException {
        String postgres = postmaster(dataDirectory)
                .info()
                .command()
                .orElseThrow(() -> new IllegalStateException("Cannot tell which binary runs " + dataDirectory));
        return new ServerProcesses(dataDirectory, Path.of(postgres).resolveSibling(""));
    }

    /**
     * Kills every process of the server. The postmaster is halted first, so that it starts none meanwhile, and sees none
     * of its children's deaths.
     */
    void kill() throws IOException, InterruptedException {
        ProcessHandle postmaster = postmaster(dataDirectory);
        halt(postmaster.pid());
        List<ProcessHandle> all = new ArrayList<>(postmaster.children().toList());
        all.add(postmaster);
        all.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(all);
    }

    /** Stops one process where it stands. */
    void halt(long process) throws IOException, InterruptedException {
        run(List.of("kill", "-STOP", Long.toString(process)));
    }

    /** Ends the server in order: sessions are broken off, and walsenders send what there is. */
    void shutDown() throws IOException, InterruptedException {
        ProcessHandle postmaster = postmaster(dataDirectory);
        run(List.of("kill", "-INT", Long.toString(postmaster.pid())));
        awaitEnd(List.of(postmaster));
    }

    private static void awaitEnd(List<ProcessHandle> all) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (all.stream().anyMatch(ProcessHandle::isAlive)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("Processes of PostgreSQL do not end: " + all);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Starts the server with the options it had, and waits until it has recovered and takes connections. */
    void start() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            // PostgreSQL refuses to run as root; in a user namespace of its own it does not see that it is.
            command.addAll(List.of("unshare", "-U"));
        }
        // Not `start`, which would ask for the options: `restart` has them from the server's last start.
        command.addAll(List.of(
                binaries.resolve("pg_ctl").toString(),
                "restart",
                "-w",
                "-t",
                Long.toString(LIMIT.toSeconds()),
                "-D",
                dataDirectory.toString(),
                "-l",
                dataDirectory.resolve("restart.log").toString()));
        run(command);
    }

    private static ProcessHandle postmaster(Path dataDirectory) throws IOException {
        String pid = Files.readAllLines(dataDirectory.resolve("postmaster.pid")).get(0);
        return ProcessHandle.of(Long.parseLong(pid.trim()))
                .orElseThrow(() -> new IllegalStateException("No process " + pid + " runs " + dataDirectory));
    }

    /** Its output goes nowhere: a server that it starts would inherit a pipe, and hold it open. */
    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(2 * LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException("Cannot do: " + String.join(" ", command));
        }
    }
}
