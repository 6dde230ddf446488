package io.sealane.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * node-oracledb in a process of its own, asked and answering through src/test/node/client.js: a client of the stand-in
 * that shares no code with ojdbc. Where Node, npm or the package are missing, {@link #obstacle} says so.
 */
final class NodeClient implements AutoCloseable {
    private static final String VERSION = "6.10.0";
    private static final Path FOLDER = Path.of("target", "node").toAbsolutePath();
    private static final Path PACKAGE = FOLDER.resolve(Path.of("node_modules", "oracledb", "package.json"));
    private static final Path INSTALL_LOG = FOLDER.resolve("npm.log");
    private static final long INSTALL_SECONDS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final BufferedWriter requests;
    private final BufferedReader answers;

    /** A value in the type that the driver binds it as, by its name without DB_TYPE_. */
    record Bind(String type, @Nullable String value) {}

    static Bind bind(String type, @Nullable String value) {
        return new Bind(type, value);
    }

    private NodeClient(Process process) {
        this.process = process;
        requests = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Why no client can be started here, or null. The package is installed if it can be. */
    static @Nullable String obstacle() throws IOException, InterruptedException {
        for (String program : List.of("node", "npm")) {
            if (!isOnThePath(program)) {
                return program + " is not on the PATH";
            }
        }
        return isInstalled() || install() ? null : "npm cannot install oracledb@" + VERSION + ", see " + INSTALL_LOG;
    }

    /** Ends the test as skipped if there is an obstacle. */
    static void assumeNone(@Nullable String obstacle) {
        Assumptions.assumeTrue(obstacle == null, obstacle);
    }

    static NodeClient start(OracleStandIn standIn) throws IOException {
        String url = standIn.jdbcUrl();
        ProcessBuilder builder = new ProcessBuilder("node", "src/test/node/client.js");
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .putAll(Map.of(
                        "NODE_PATH", FOLDER.resolve("node_modules").toString(),
                        "TZ", "UTC",
                        "STANDIN_CONNECT", url.substring(url.indexOf("//") + 2),
                        "STANDIN_USER", "APP",
                        "STANDIN_PASSWORD", "secret"));
        return new NodeClient(builder.start());
    }

    private static boolean isOnThePath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static boolean isInstalled() throws IOException {
        return Files.exists(PACKAGE)
                && JSON.readTree(PACKAGE.toFile()).path("version").asText().equals(VERSION);
    }

    private static boolean install() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        Process npm = new ProcessBuilder(
                        "npm",
                        "install",
                        "--prefix=.",
                        "--no-save",
                        "--no-audit",
                        "--no-fund",
                        "--ignore-scripts",
                        "--fetch-retries=0",
                        "oracledb@" + VERSION)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(INSTALL_LOG.toFile())
                .start();
        boolean ended = npm.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            npm.destroyForcibly();
        }
        return ended && npm.exitValue() == 0;
    }

    /** What the driver answered. */
    record Answer(JsonNode json) {
        List<List<@Nullable String>> rows() {
            List<List<@Nullable String>> rows = new ArrayList<>();
            for (JsonNode row : json.path("rows")) {
                List<@Nullable String> values = new ArrayList<>();
                row.forEach(value -> values.add(value.isNull() ? null : value.asText()));
                rows.add(values);
            }
            return rows;
        }

        int rowsAffected() {
            return json.path("rowsAffected").asInt(-1);
        }

        /** The first words of the error, or nothing. */
        String error() {
            return json.path("text").asText().split(":", 2)[0];
        }
    }

    /** Asks, and returns the answer even if it is an error. */
    Answer ask(String call, String session, Map<String, ?> more) {
        Map<String, Object> request = new LinkedHashMap<>(more);
        request.put("call", call);
        request.put("session", session);
        try {
            requests.write(JSON.writeValueAsString(request));
            requests.newLine();
            requests.flush();
            String answer = answers.readLine();
            assertThat(answer).as("the answer of node to " + call).isNotNull();
            return new Answer(JSON.readTree(answer));
        } catch (IOException e) {
            throw new AssertionError("node has ended", e);
        }
    }

    /** Asks for what must succeed. */
    Answer call(String call, String session, Map<String, ?> more) {
        Answer answer = ask(call, session, more);
        assertThat(answer.json().path("text").asText()).as(call + " by node").isEmpty();
        return answer;
    }

    Answer open(String session) {
        return call("open", session, Map.of());
    }

    void commit(String session) {
        call("commit", session, Map.of());
    }

    void rollback(String session) {
        call("rollback", session, Map.of());
    }

    Answer execute(String session, String sql, Bind... binds) {
        return call("execute", session, statement(sql, binds));
    }

    /** The error of what must fail, such as ORA-00001. */
    String refused(String session, String sql, Bind... binds) {
        return ask("execute", session, statement(sql, binds)).error();
    }

    private static Map<String, ?> statement(String sql, Bind... binds) {
        return Map.of("sql", sql, "binds", List.of(binds));
    }

    /** Ends node, which closes its sessions first. */
    @Override
    public void close() throws IOException {
        requests.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        answers.close();
    }
}
