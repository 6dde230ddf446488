package io.sealane.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** Flink inside this process, with its web UI. */
final class LocalFlink {
    private static final int USUAL_PORT = 8081;

    private final int port;
    private final StreamExecutionEnvironment environment;

    private LocalFlink(int port, StreamExecutionEnvironment environment) {
        this.port = port;
        this.environment = environment;
    }

    /** @param from checkpoint or savepoint to continue from */
    static LocalFlink create(@Nullable String from) {
        int port = freePort();
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.PORT, port);
        configuration.set(RestOptions.BIND_PORT, Integer.toString(port));
        configuration.set(RestOptions.ADDRESS, "localhost");
        // Whoever reaches the web UI can cancel the job: only this machine.
        configuration.set(RestOptions.BIND_ADDRESS, "localhost");
        // Flink's own traffic too; these listen on every address otherwise.
        configuration.set(JobManagerOptions.BIND_HOST, "localhost");
        configuration.set(TaskManagerOptions.BIND_HOST, "localhost");
        if (from != null) {
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, from);
        }
        return new LocalFlink(port, StreamExecutionEnvironment.createLocalEnvironmentWithWebUI(configuration));
    }

    StreamExecutionEnvironment environment() {
        return environment;
    }

    String webUi() {
        return "http://localhost:" + port;
    }

    private static int freePort() {
        try (ServerSocket usual = new ServerSocket(USUAL_PORT, 1, InetAddress.getLoopbackAddress())) {
            return usual.getLocalPort();
        } catch (IOException taken) {
            try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return any.getLocalPort();
            } catch (IOException e) {
                e.addSuppressed(taken);
                throw new UncheckedIOException("Cannot find a free port for the web UI. Close some connections.", e);
            }
        }
    }
}
