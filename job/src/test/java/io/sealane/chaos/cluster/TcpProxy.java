package io.sealane.chaos.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Stands between the job and one server, and can make their connections half open: what is sent in one direction, or in
 * both, is swallowed, and neither side is told. A connection that was cut so stays dead for its client. The server drops
 * its side after a while, as one does that probes its peers. Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {
    private static final int BACKLOG = 128;
    private static final int BUFFER_BYTES = 16 << 10;

    private final ServerSocket listener;
    private final int target;
    private final Duration serverNotices;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(daemon("proxy-timer"));
    private volatile Cut present = Cut.NONE;

    /** Which direction is swallowed. */
    public enum Cut {
        NONE(false, false),
        REQUESTS(true, false),
        ANSWERS(false, true),
        BOTH(true, true);

        private final boolean requests;
        private final boolean answers;

        Cut(boolean requests, boolean answers) {
            this.requests = requests;
            this.answers = answers;
        }
    }

    /** @param serverNotices how long the server holds a dead connection */
    public TcpProxy(int target, Duration serverNotices) throws IOException {
        this.target = target;
        this.serverNotices = serverNotices;
        listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        daemon("proxy-" + target).newThread(this::accept).start();
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Cuts every connection there is, and those that come until {@link #heal}; gives how many there were. */
    public int cut(Cut cut) {
        present = cut;
        int cutNow = 0;
        for (Link link : links) {
            cutNow += link.cut(cut) ? 1 : 0;
        }
        return cutNow;
    }

    /** Connections that come from now on pass. */
    public void heal() {
        present = Cut.NONE;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                try {
                    Link link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), target));
                    links.add(link);
                    link.start();
                } catch (IOException serverGone) {
                    client.close();
                }
            } catch (IOException closed) {
                // Ends the loop if it was the listener.
            }
        }
    }

    @Override
    public void close() {
        closeQuietly(listener);
        links.forEach(Link::close);
        timer.shutdownNow();
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // It is gone, which is what was wanted.
        }
    }

    private static java.util.concurrent.ThreadFactory daemon(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** One client's connection and the one made for it. */
    private final class Link {
        private final Socket client;
        private final Socket server;
        private volatile Cut cut = Cut.NONE;

        Link(Socket client, Socket server) throws IOException {
            this.client = client;
            this.server = server;
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        }

        void start() {
            cut(present);
            daemon("proxy-requests").newThread(() -> pump(client, server, true)).start();
            daemon("proxy-answers").newThread(() -> pump(server, client, false)).start();
        }

        /** False if it was cut before: a dead connection gets no better by a milder cut. */
        synchronized boolean cut(Cut how) {
            if (how == Cut.NONE || cut != Cut.NONE) {
                return false;
            }
            cut = how;
            Future<?> unused =
                    timer.schedule(() -> closeQuietly(server), serverNotices.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        }

        private void pump(Socket from, Socket to, boolean requests) {
            byte[] buffer = new byte[BUFFER_BYTES];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    if (!(requests ? cut.requests : cut.answers)) {
                        out.write(buffer, 0, count);
                    }
                }
            } catch (IOException ended) {
                // Either side may end it at any moment.
            }
            end(requests);
        }

        /** An end travels like data: not into a direction that is cut. */
        private void end(boolean requests) {
            if (cut == Cut.NONE) {
                close();
            } else if (requests) {
                // The client has given up. The server's side waits for the server to notice.
                closeQuietly(client);
            }
        }

        void close() {
            closeQuietly(client);
            closeQuietly(server);
            links.remove(this);
        }
    }
}
