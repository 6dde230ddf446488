package io.sealane.standin;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A stand-in with one user, and the few lines of JDBC that every test needs. */
final class Fixture implements AutoCloseable {
    private final OracleStandIn standIn;

    Fixture() throws Exception {
        this(OracleStandIn.builder());
    }

    Fixture(OracleStandIn.Builder builder) throws Exception {
        standIn = builder.user("APP", "secret").start();
    }

    OracleStandIn standIn() {
        return standIn;
    }

    /** A connection without autocommit. */
    Connection connect() throws SQLException {
        return connect(Map.of());
    }

    Connection connect(Map<String, String> more) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "APP");
        properties.setProperty("password", "secret");
        properties.setProperty("oracle.jdbc.fanEnabled", "false");
        properties.putAll(more);
        Connection connection = DriverManager.getConnection(standIn.jdbcUrl(), properties);
        connection.setAutoCommit(false);
        return connection;
    }

    /** Runs statements on a connection of their own and commits. */
    void run(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
            connection.commit();
        }
    }

    /** The first column of a query's rows, as text, seen by a new connection. */
    List<String> read(String sql) throws SQLException {
        try (Connection connection = connect()) {
            return read(connection, sql);
        }
    }

    static List<String> read(Connection connection, String sql, Object... binds) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < binds.length; i++) {
                statement.setObject(i + 1, binds[i]);
            }
            List<String> values = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
            return values;
        }
    }

    static int update(Connection connection, String sql, Object... binds) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < binds.length; i++) {
                statement.setObject(i + 1, binds[i]);
            }
            return statement.executeUpdate();
        }
    }

    @Override
    public void close() throws SQLException {
        standIn.close();
    }
}
