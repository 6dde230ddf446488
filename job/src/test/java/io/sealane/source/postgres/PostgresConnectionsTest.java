package io.sealane.source.postgres;

import io.sealane.config.RateLimit;
import io.sealane.config.Secret;
import io.sealane.config.SourceConfig;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postgresql.Driver;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class PostgresConnectionsTest {
    @Test
    void connectsWhereTheDriverManagerKnowsNoDriverOfOurs() throws Exception {
        PostgresConnections connections = new PostgresConnections(new SourceConfig(
                "localhost",
                closedPort(),
                "shop",
                "app",
                Secret.of("app"),
                "slot",
                "publication",
                Map.of(),
                1_000,
                RateLimit.NONE,
                RateLimit.NONE));
        Driver.deregister();
        try {
            assertThatThrownBy(connections::open)
                    .isInstanceOf(SQLException.class)
                    .hasCauseInstanceOf(ConnectException.class);
        } finally {
            Driver.register();
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
