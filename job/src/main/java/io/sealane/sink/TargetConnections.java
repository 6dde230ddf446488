package io.sealane.sink;

import io.sealane.config.TargetConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.connector.jdbc.JdbcConnectionOptions;
import org.apache.flink.connector.jdbc.JdbcConnectionOptions.JdbcConnectionOptionsBuilder;
import org.apache.flink.connector.jdbc.datasource.connections.JdbcConnectionProvider;
import org.apache.flink.connector.jdbc.datasource.connections.SimpleJdbcConnectionProvider;

/**
 * Opens sessions at the target that all behave the same: no automatic commit, UTC, byte-wise comparison, and connection
 * settings that notice a dead peer. One session at a time, owned by one thread.
 */
public final class TargetConnections implements AutoCloseable {
    private static final String ORACLE = "jdbc:oracle:";

    /** What differs from the driver's own defaults, and why is told in the driver's documentation of each. */
    private static final Map<String, String> ORACLE_PROPERTIES = Map.of(
            "oracle.net.CONNECT_TIMEOUT", "20000",
            "oracle.net.OUTBOUND_CONNECT_TIMEOUT", "30000",
            "oracle.net.keepAlive", "true",
            "oracle.jdbc.ReadTimeout", "300000",
            // The session's zone is set below; logging on with the JVM's region fails where the server does not know
            // it.
            "oracle.jdbc.timezoneAsRegion", "false",
            "oracle.jdbc.fanEnabled", "false",
            "oracle.jdbc.implicitStatementCacheSize", "100",
            // Bounds the heap that one array takes while it is sent.
            "oracle.jdbc.maxBatchMemory", "8388608",
            "v$session.program", "sealane");

    private static final List<String> SESSION = List.of(
            "ALTER SESSION SET TIME_ZONE = '+00:00'",
            "ALTER SESSION SET NLS_NUMERIC_CHARACTERS = '.,'",
            "ALTER SESSION SET NLS_COMP = BINARY",
            "ALTER SESSION SET NLS_SORT = BINARY");

    private final boolean oracle;
    private final JdbcConnectionProvider provider;

    public TargetConnections(TargetConfig target) {
        this.oracle = target.url().startsWith(ORACLE);
        this.provider = new SimpleJdbcConnectionProvider(options(target));
    }

    /**
     * Closes the session that is open, if any, and opens a new one.
     *
     * @throws SQLException as the driver gave it; {@code ErrorClass} says what it means
     */
    public Connection open() throws SQLException {
        provider.closeConnection();
        Connection connection;
        try {
            connection = provider.getOrEstablishConnection();
        } catch (ClassNotFoundException e) {
            throw new SQLException("Cannot load the Oracle driver. Put ojdbc11 on the class path.", e);
        }
        connection.setAutoCommit(false);
        if (oracle) {
            try (Statement statement = connection.createStatement()) {
                for (String sql : SESSION) {
                    statement.execute(sql);
                }
            }
        }
        return connection;
    }

    /** Whether the other side is Oracle by its own driver. */
    boolean speaksOracle() {
        return oracle;
    }

    @Override
    public void close() {
        provider.closeConnection();
    }

    private JdbcConnectionOptions options(TargetConfig target) {
        Properties properties = new Properties();
        if (oracle) {
            properties.putAll(ORACLE_PROPERTIES);
        }
        properties.putAll(target.properties());
        JdbcConnectionOptionsBuilder options = new JdbcConnectionOptionsBuilder()
                .withUrl(target.url())
                .withUsername(target.user())
                .withPassword(target.password().reveal());
        if (oracle) {
            options.withDriverName("oracle.jdbc.OracleDriver");
        }
        properties.stringPropertyNames().forEach(name -> options.withProperty(name, properties.getProperty(name)));
        return options.build();
    }
}
