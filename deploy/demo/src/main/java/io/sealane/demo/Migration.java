package io.sealane.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sealane.cli.Sealane;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The migration, by the commands that a user types: {@code sealane prepare} and {@code sealane run}, inside this process.
 * The job runs in a thread of its own; everything else belongs to the demo's.
 */
final class Migration implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Migration.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    /** {@code job.name} in conf/demo.yaml. */
    static final String NAME = "shop";

    private final Path configFile;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private volatile @Nullable Integer exitCode;
    private @Nullable Thread runner;
    private @Nullable JsonNode started;

    private Migration(Path configFile) {
        this.configFile = configFile;
    }

    /** Writes the configuration into {@code options.work}, and makes slot, publication and control tables. */
    static Migration prepare(DemoOptions options, SourceDatabase source, TargetDatabase target, String password)
            throws IOException {
        Migration migration = new Migration(configure(options, source, target, password));
        migration.exitCode = migration.sealane("prepare");
        migration.rethrowFailure();
        return migration;
    }

    /** Writes the configuration into {@code options.work}. */
    static Path configure(DemoOptions options, SourceDatabase source, TargetDatabase target, String password)
            throws IOException {
        Path passwordFile = Files.writeString(options.work.resolve("password"), password);
        String config = Files.readString(options.root.resolve("conf/demo.yaml"))
                .replace("@source-port@", Integer.toString(source.port()))
                .replace("@target-url@", target.url())
                .replace("@password-file@", passwordFile.toString())
                .replace(
                        "@checkpoints@",
                        options.work.resolve("checkpoints").toUri().toString());
        return Files.writeString(options.work.resolve("migration.yaml"), config);
    }

    Path configFile() {
        return configFile;
    }

    /** Submits the job and waits until Flink has taken it. */
    void start() throws InterruptedException, IOException {
        exitCode = null;
        out.getBuffer().setLength(0);
        Thread thread = new Thread(() -> exitCode = sealane("run", "--no-prepare", "--json"), "demo-job");
        thread.setDaemon(true);
        runner = thread;
        thread.start();
        while (started == null) {
            rethrowFailure();
            Thread.sleep(50);
            started = startedJob();
        }
    }

    String webUi() {
        return started == null ? "" : started.path("webUi").asText();
    }

    /** Throws if the command has ended: a migration in this mode never does by itself. */
    void rethrowFailure() {
        Integer ended = exitCode;
        if (ended != null && (ended != 0 || runner != null)) {
            throw new IllegalStateException("sealane ended with exit code " + ended + ".\n" + out + err);
        }
    }

    /** What last made Flink restart the job; empty if nothing did. */
    String lastFault() throws IOException, InterruptedException {
        HttpRequest get =
                HttpRequest.newBuilder(jobUri("/exceptions?maxExceptions=1")).build();
        String answer =
                HttpClient.newHttpClient().send(get, BodyHandlers.ofString()).body();
        return JSON.readTree(answer)
                .findPath("stacktrace")
                .asText()
                .lines()
                .filter(line -> !line.startsWith("\t"))
                .reduce("", (first, cause) -> cause);
    }

    /** Cancels the job, and waits a while until its connections are closed. */
    @Override
    public void close() throws IOException, InterruptedException {
        Thread thread = runner;
        if (thread == null || started == null || exitCode != null) {
            return;
        }
        // An interrupt stopped the demo; the clean-up is not to be interrupted.
        boolean interrupted = Thread.interrupted();
        HttpRequest cancel = HttpRequest.newBuilder(jobUri("?mode=cancel"))
                .method("PATCH", BodyPublishers.noBody())
                .build();
        HttpClient.newHttpClient().send(cancel, BodyHandlers.discarding());
        thread.join(STOP_LIMIT.toMillis());
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** @param rest what follows the job's id */
    private URI jobUri(String rest) {
        String id = started == null ? "" : started.path("jobId").asText();
        return URI.create(webUi() + "/jobs/" + id + rest);
    }

    private int sealane(String command, String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = command;
        arguments[1] = "--config";
        arguments[2] = configFile.toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        int code = Sealane.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        LOG.info("sealane ended command={} exitCode={} out={} err={}", command, code, out, err);
        return code;
    }

    /** What {@code run --json} prints once the job is submitted; null before. */
    private @Nullable JsonNode startedJob() throws IOException {
        String printed = out.toString();
        return printed.stripTrailing().endsWith("}") ? JSON.readTree(printed) : null;
    }
}
