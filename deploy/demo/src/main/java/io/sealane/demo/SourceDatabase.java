package io.sealane.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** A real PostgreSQL server of the demo's own, on loopback, ready for logical replication. */
final class SourceDatabase implements AutoCloseable {
    private static final int USUAL_PORT = 5432;
    private static final Duration STARTUP_LIMIT = Duration.ofMinutes(1);

    /** Anyone on this machine may log on without a password; the demo's configuration still names one. */
    static final String USER = "postgres";

    static final String DATABASE = "postgres";

    private final EmbeddedPostgres server;

    private SourceDatabase(EmbeddedPostgres server) {
        this.server = server;
    }

    /**
     * @param directory where binaries and data go; deleted by whoever made it
     * @param log file that takes the server's own messages
     */
    static SourceDatabase start(Path directory, Path log) throws IOException {
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(directory.resolve("postgres").toFile())
                .setDataDirectory(directory.resolve("data"))
                .setPort(Ports.freePort(USUAL_PORT))
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("encoding", "UTF-8")
                .setServerConfig("wal_level", "logical")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("max_wal_size", "4GB")
                .setPGStartupWait(STARTUP_LIMIT)
                .setOutputRedirector(Redirect.appendTo(log.toFile()))
                .setErrorRedirector(Redirect.appendTo(log.toFile()))
                .start();
        return new SourceDatabase(server);
    }

    int port() {
        return server.getPort();
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + DATABASE + "?user=" + USER;
    }

    DataSource dataSource() {
        return server.getPostgresDatabase();
    }

    Connection open() throws SQLException {
        return dataSource().getConnection();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
