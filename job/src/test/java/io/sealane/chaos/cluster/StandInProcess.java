package io.sealane.chaos.cluster;

import io.sealane.standin.Storage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in in a process of its own that can be killed and started again with the same rows on the same ports. Used by
 * one thread.
 */
public final class StandInProcess implements AutoCloseable {
    private static final String SERVICE = "SEALANE";
    private static final int UNTIL_DEAD_SECONDS = 15;

    private final Path directory;
    private final String user;
    private final String password;
    private int port;
    private int h2Port;
    private @Nullable Process process;

    /** Starts it with no rows. */
    public StandInProcess(Path directory, String user, String password) throws IOException {
        this.directory = directory;
        this.user = user;
        this.password = password;
        start();
    }

    /** Starts it again after {@link #kill}. */
    public void start() throws IOException {
        Process started = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StandInMain.class.getName(),
                        directory.toString(),
                        user,
                        password,
                        Integer.toString(port),
                        Integer.toString(h2Port)))
                .redirectError(
                        Redirect.appendTo(directory.resolve("standin.log").toFile()))
                .start();
        process = started;
        BufferedReader out = started.inputReader(StandardCharsets.UTF_8);
        String ports = out.readLine();
        if (ports == null) {
            throw new IOException("Cannot start the stand-in: it ended. See " + directory.resolve("standin.log"));
        }
        port = Integer.parseInt(ports.substring(0, ports.indexOf(' ')));
        h2Port = Integer.parseInt(ports.substring(ports.indexOf(' ') + 1));
    }

    /** {@code kill -9}; returns when it is gone. */
    public void kill() throws InterruptedException {
        running().destroyForcibly().waitFor();
    }

    /** When it dies. */
    public enum Death {
        /** Wherever it is. */
        AT_ONCE,
        /** With the next commit received and not done. */
        BEFORE_COMMIT,
        /** With the next commit done and not answered. */
        AFTER_COMMIT
    }

    /** Lets it die; returns when it is gone. */
    public void kill(Death death) throws IOException, InterruptedException {
        if (death != Death.AT_ONCE) {
            OutputStream in = running().getOutputStream();
            in.write(death == Death.BEFORE_COMMIT ? StandInMain.DIE_BEFORE_COMMIT : StandInMain.DIE_AFTER_COMMIT);
            in.flush();
            if (running().waitFor(UNTIL_DEAD_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        }
        kill();
    }

    public int port() {
        return port;
    }

    public String url() {
        return urlAt(port);
    }

    /** The URL of the same service behind a proxy at {@code otherPort}. */
    public static String urlAt(int otherPort) {
        return "jdbc:oracle:thin:@//127.0.0.1:" + otherPort + "/" + SERVICE;
    }

    /** A connection straight to H2, in the user's schema. */
    public Connection openH2() throws SQLException {
        Connection connection =
                DriverManager.getConnection("jdbc:h2:tcp://127.0.0.1:" + h2Port + "/" + Storage.FILE, "SA", "");
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SCHEMA " + user);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    private Process running() {
        return Objects.requireNonNull(process, "BUG: not started");
    }

    @Override
    public void close() {
        running().destroyForcibly();
        running().onExit().join();
    }
}
