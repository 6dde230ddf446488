package io.sealane.source.postgres;

import io.sealane.config.SourceConfig;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/**
 * Opens connections to the source on which every value is printed as one and the same text ({@link PinnedSettings}).
 *
 * <p>Thread-safe. Connections come with autocommit on and belong to the caller.
 */
public final class PostgresConnections {
    /**
     * Ours, not {@link java.sql.DriverManager}'s: it finds drivers once in the life of a process, so in a Flink process
     * it would know those of the first job alone, by the class loader of that job.
     */
    private static final Driver DRIVER = new org.postgresql.Driver();

    private final SourceConfig config;

    public PostgresConnections(SourceConfig config) {
        this.config = config;
    }

    /** A connection for SQL. */
    public Connection open() throws SQLException {
        return connect(Map.of());
    }

    /** A connection for a few small queries, on which a server that does not answer is an error after 10 s. */
    public Connection openBriefly() throws SQLException {
        return connect(Map.of("socketTimeout", "10"));
    }

    /** A connection to a walsender: takes replication commands, and SQL by the simple protocol. */
    public Connection openReplication() throws SQLException {
        return connect(Map.of(
                "replication", "database",
                "assumeMinServerVersion", "10",
                "preferQueryMode", "simple"));
    }

    private Connection connect(Map<String, String> more) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "sealane");
        properties.setProperty("connectTimeout", "10");
        // A read of a connection whose other end has vanished never fails by itself. No statement of ours is silent for
        // so long, unless it waits for somebody's lock; then the job restarts and waits again.
        properties.setProperty("socketTimeout", "600");
        config.properties().forEach(properties::setProperty);
        properties.setProperty("user", config.user());
        properties.setProperty("password", config.password().reveal());
        properties.setProperty("tcpKeepAlive", "true");
        more.forEach(properties::setProperty);
        Connection connection = DRIVER.connect(url(), properties);
        try {
            PinnedSettings.pin(connection);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private String url() {
        String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
        return "jdbc:postgresql://" + host + ":" + config.port() + "/" + encoded(config.database());
    }

    /** The driver decodes the path as it decodes a form: {@code +} is a space, {@code %2B} a plus. */
    private static String encoded(String database) {
        return URLEncoder.encode(database, StandardCharsets.UTF_8);
    }
}
