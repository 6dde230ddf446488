package io.sealane.chaos.cluster;

import io.sealane.chaos.cluster.TcpProxy.Cut;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TcpProxyTest {
    private static final int SILENCE_MILLIS = 300;

    private ServerSocket server;
    private TcpProxy proxy;
    private Socket client;
    private Socket accepted;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        proxy = new TcpProxy(server.getLocalPort(), Duration.ofMillis(2L * SILENCE_MILLIS));
        client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        accepted = server.accept();
        for (Socket socket : new Socket[] {client, accepted}) {
            socket.setSoTimeout(SILENCE_MILLIS);
        }
        assertPasses(client, accepted, 1);
        assertPasses(accepted, client, 2);
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void swallowedRequestsLeaveAnswersAlone() throws IOException {
        assertThat(proxy.cut(Cut.REQUESTS)).isEqualTo(1);

        assertIsSwallowed(client, accepted);
        assertPasses(accepted, client, 3);
    }

    @Test
    void cutConnectionStaysDeadForItsClientAndTheServerDropsItInTheEnd() throws IOException {
        proxy.cut(Cut.BOTH);
        proxy.heal();

        assertIsSwallowed(client, accepted);
        assertIsSwallowed(accepted, client);
        assertThat(accepted.getInputStream().read()).isEqualTo(-1);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        try (Socket next = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
                Socket served = server.accept()) {
            assertPasses(next, served, 4);
        }
    }

    @Test
    void endTravelsThroughAConnectionThatIsWhole() throws IOException {
        client.close();

        assertThat(accepted.getInputStream().read()).isEqualTo(-1);
    }

    private static void assertPasses(Socket from, Socket to, int value) throws IOException {
        from.getOutputStream().write(value);
        assertThat(to.getInputStream().read()).isEqualTo(value);
    }

    private static void assertIsSwallowed(Socket from, Socket to) throws IOException {
        from.getOutputStream().write(9);
        assertThatThrownBy(() -> to.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }
}
