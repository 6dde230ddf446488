package io.sealane.source.postgres.wal;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.SocketFactory;

/** For pgjdbc's property {@code socketFactory}: its sockets lose the server's answer to the first drop of a slot. */
public final class LosingSocketFactory extends SocketFactory {
    static final AtomicBoolean LOST = new AtomicBoolean();

    @Override
    public Socket createSocket() {
        return new LosingSocket();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException();
    }

    private static final class LosingSocket extends Socket {
        private volatile boolean asked;

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    String sent = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
                    asked |= sent.contains("pg_drop_replication_slot");
                    out.write(bytes, offset, length);
                }
            };
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    int read = super.read(bytes, offset, length); // so the server has answered
                    if (asked && LOST.compareAndSet(false, true)) {
                        throw new SocketException("the answer is lost");
                    }
                    return read;
                }
            };
        }
    }
}
