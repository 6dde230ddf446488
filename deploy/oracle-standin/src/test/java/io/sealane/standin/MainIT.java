package io.sealane.standin;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class MainIT {
    private static final Pattern URL = Pattern.compile("jdbc:oracle:thin:@//127\\.0\\.0\\.1:\\d+/DEMO");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... arguments) {
        CommandLine commandLine = Main.commandLine(Map.of("STANDIN_PASSWORD_APP", "secret"));
        return commandLine
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void servesUntilItIsInterrupted(@TempDir Path directory) throws Exception {
        Path init = Files.writeString(
                directory.resolve("init.sql"),
                "CREATE TABLE T (ID NUMBER(5), V VARCHAR2(9));\nINSERT INTO T VALUES (1, 'a;b');\n");
        CompletableFuture<Thread> runner = new CompletableFuture<>();
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> {
            runner.complete(Thread.currentThread());
            return execute(
                    "--port",
                    "0",
                    "--user",
                    "app",
                    "--service",
                    "demo",
                    "--init",
                    init.toString(),
                    "--storage",
                    directory.resolve("db").toString());
        });
        String url = awaitUrl();

        try (Connection connection = DriverManager.getConnection(url, "app", "secret")) {
            assertThat(Fixture.read(connection, "SELECT V FROM T")).containsExactly("a;b");
        }
        runner.get(5, TimeUnit.SECONDS).interrupt();

        assertThat(exit).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(0);
        assertThat(out.toString()).contains("not an Oracle database");
    }

    private String awaitUrl() throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            Matcher url = URL.matcher(out.toString());
            if (url.find()) {
                return url.group();
            }
            Thread.sleep(50);
        }
        throw new AssertionError("No URL was printed: " + out + err);
    }

    @Test
    void userWithoutAPasswordIsABadArgument() {
        assertThat(execute("--port", "0", "--user", "other")).isEqualTo(2);
        assertThat(err.toString()).contains("Set STANDIN_PASSWORD_OTHER");
    }

    @Test
    void failingInitScriptIsNamedWithItsStatement(@TempDir Path directory) throws Exception {
        Path init = Files.writeString(directory.resolve("init.sql"), "INSERT INTO NOWHERE VALUES (1);\n");

        assertThat(execute("--port", "0", "--user", "app", "--init", init.toString()))
                .isEqualTo(70);
        assertThat(err.toString()).contains("ORA-00942").contains("INSERT INTO NOWHERE");
    }
}
