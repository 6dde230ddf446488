package io.sealane.standin;

import io.sealane.standin.fault.Faults;
import io.sealane.standin.session.Backend;
import io.sealane.standin.session.Session;
import io.sealane.standin.session.SessionIdentity;
import io.sealane.standin.session.StatementWatch;
import io.sealane.standin.sql.Database;
import io.sealane.standin.sql.OracleException;
import io.sealane.standin.sql.Release;
import io.sealane.standin.sql.SqlSession;
import io.sealane.standin.sql.SqlStatement;
import io.sealane.standin.sql.TableName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server on the loopback interface that the ojdbc driver takes for an Oracle database. Threadsafe.
 *
 * <pre>{@code
 * try (OracleStandIn standIn = OracleStandIn.builder().user("APP", "secret").start();
 *         Connection connection = DriverManager.getConnection(standIn.jdbcUrl(), "APP", "secret")) { … }
 * }</pre>
 */
public final class OracleStandIn implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OracleStandIn.class);
    private static final int BACKLOG = 128;

    private final Builder settings;
    private final Faults faults = new Faults();
    private final Counters counters = new Counters();
    private final AtomicInteger lastSession = new AtomicInteger();
    private final int port;
    private volatile StatementWatch watch = (program, sql) -> {};
    private @Nullable Listener listener;

    private OracleStandIn(Builder settings) throws IOException, SQLException {
        this.settings = settings;
        Listener first = new Listener(settings.port);
        port = first.socket.getLocalPort();
        first.start();
        listener = first;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The URL of the service, always on the loopback interface. */
    public String jdbcUrl() {
        return "jdbc:oracle:thin:@//127.0.0.1:" + port + "/" + settings.service;
    }

    public int port() {
        return port;
    }

    public Faults faults() {
        return faults;
    }

    public Counters counters() {
        return counters;
    }

    /** Tells the text of every statement that clients send from now on, in place of whoever was told before. */
    public void watchStatements(StatementWatch told) {
        watch = told;
    }

    /** A connection straight to H2, in the schema of the first user: for what Oracle's protocol cannot do. */
    public Connection openH2() throws SQLException {
        return database().openH2(settings.passwords.keySet().iterator().next());
    }

    /**
     * Runs statements in Oracle's SQL as the first user, and commits.
     *
     * @param script statements without binds, each ended by a semicolon at the end of a line
     * @throws SQLException with Oracle's code and the statement that failed
     */
    public void runScript(String script) throws SQLException {
        String user = settings.passwords.keySet().iterator().next();
        try (SqlSession session = database().openSession(user, Map.of("SESSION_USER", user))) {
            for (String sql : script.split(";[ \\t]*(\\r?\\n|$)", -1)) {
                if (!sql.isBlank()) {
                    run(session, sql.strip());
                }
            }
            session.commit();
        } catch (OracleException e) {
            throw new SQLException(e.getMessage(), "72000", e.code(), e);
        }
    }

    private static void run(SqlSession session, String sql) throws SQLException {
        try {
            SqlStatement statement = SqlStatement.parse(sql);
            if (statement.kind().changesRows()) {
                try (PreparedStatement prepared = session.prepare(statement, bind -> "VARCHAR")) {
                    session.update(prepared, statement);
                }
            } else {
                session.run(statement);
            }
        } catch (OracleException e) {
            throw new SQLException(e.getMessage() + " in: " + sql, "72000", e.code(), e);
        }
    }

    private synchronized Database database() {
        if (listener == null) {
            throw new IllegalStateException("The stand-in is stopped");
        }
        return listener.database;
    }

    /** Ends all sessions and stops listening; the rows stay. Open transactions are rolled back. */
    public synchronized void stop() throws SQLException {
        if (listener != null) {
            listener.stop();
            listener = null;
        }
    }

    /** Starts again on the same port with the same rows, after {@link #stop} or at once. */
    public synchronized void restart() throws IOException, SQLException {
        stop();
        Listener next = new Listener(port);
        next.start();
        listener = next;
    }

    /** Stops, and drops what is kept in unnamed memory. */
    @Override
    public synchronized void close() throws SQLException {
        faults.clear();
        boolean drop = !settings.storage.outlivesStandIn();
        if (drop && listener == null) {
            Database.open(settings.storage.url(), Set.of(), settings.release).shutDown();
        } else if (listener != null) {
            Database database = listener.database;
            listener.stopListening();
            listener = null;
            if (drop) {
                database.shutDown();
            } else {
                database.close();
            }
        }
    }

    /** One run between start and stop. */
    private final class Listener implements Runnable {
        private final ServerSocket socket;
        private final Database database;
        private final Backend backend;
        private final Map<Session, Thread> sessions = new ConcurrentHashMap<>();
        private final Thread thread;

        Listener(int atPort) throws IOException, SQLException {
            database = Database.open(settings.storage.url(), settings.passwords.keySet(), settings.release);
            backend = new Backend(
                    database,
                    Map.copyOf(settings.passwords),
                    settings.service,
                    faults,
                    counters,
                    settings.discards(),
                    (program, sql) -> watch.sent(program, sql));
            socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), atPort), BACKLOG);
            thread = new Thread(this, "standin-listener-" + socket.getLocalPort());
            thread.setDaemon(true);
        }

        void start() {
            thread.start();
        }

        @Override
        public void run() {
            while (!socket.isClosed()) {
                try {
                    open(socket.accept());
                } catch (IOException e) {
                    LOG.debug("Stopped listening error={}", e.getMessage());
                }
            }
        }

        private void open(Socket client) throws IOException {
            int number = lastSession.incrementAndGet();
            Session session = new Session(client, new SessionIdentity(number, 1, settings.service), backend);
            Thread runner = new Thread(() -> serve(session), "standin-session-" + number);
            runner.setDaemon(true);
            sessions.put(session, runner);
            runner.start();
        }

        private void serve(Session session) {
            try {
                session.run();
            } finally {
                sessions.remove(session);
            }
        }

        void stop() throws SQLException {
            stopListening();
            database.close();
        }

        void stopListening() {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.warn("Cannot close the listener error={}", e.getMessage());
            }
            Collection<Thread> runners = List.copyOf(sessions.values());
            sessions.keySet().forEach(Session::stop);
            runners.forEach(Thread::interrupt);
            for (Thread runner : runners) {
                try {
                    runner.join(5000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** What to start. Used by one thread. */
    public static final class Builder {
        private final Map<String, String> passwords = new LinkedHashMap<>();
        private int port;
        private String service = "SEALANE";
        private Storage storage = Storage.memory();
        private Release release = Release.NINETEEN;
        private @Nullable String keptPrefix;

        private Builder() {}

        /** The port to listen on; 0, the default, takes a free one. */
        public Builder port(int number) {
            port = number;
            return this;
        }

        /** Adds a user with a schema of the same name, in upper case as Oracle keeps unquoted names. */
        public Builder user(String name, String password) {
            passwords.put(name.toUpperCase(Locale.ROOT), password);
            return this;
        }

        public Builder service(String name) {
            service = name.toUpperCase(Locale.ROOT);
            return this;
        }

        /** The release of Oracle Database to announce: 19, the default, or 23, which adds the types BOOLEAN and JSON. */
        public Builder version(int major) {
            release = new Release(major);
            return this;
        }

        public Builder storage(Storage place) {
            storage = place;
            return this;
        }

        /**
         * Counts the bound rows of INSERT, UPDATE, DELETE and MERGE without storing them, each as one row changed; only
         * tables whose name begins with the given prefix are stored still. For measuring clients.
         */
        public Builder discardRowsExcept(String prefix) {
            keptPrefix = prefix;
            return this;
        }

        private Predicate<TableName> discards() {
            String prefix = keptPrefix;
            return prefix == null ? table -> false : table -> !table.table().startsWith(prefix);
        }

        public OracleStandIn start() throws IOException, SQLException {
            if (passwords.isEmpty()) {
                throw new IllegalArgumentException("Cannot start the stand-in: it has no user. Add one with user().");
            }
            return new OracleStandIn(this);
        }
    }
}
