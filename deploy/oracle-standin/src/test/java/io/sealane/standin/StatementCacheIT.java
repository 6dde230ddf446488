package io.sealane.standin;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A statement that the driver finds in its cache is run again by calls of its own. */
class StatementCacheIT {
    private OracleStandIn standIn;
    private Connection connection;

    @BeforeEach
    void start() throws Exception {
        standIn = OracleStandIn.builder().user("APP", "secret").start();
        Properties properties = new Properties();
        properties.setProperty("user", "APP");
        properties.setProperty("password", "secret");
        properties.setProperty("oracle.jdbc.implicitStatementCacheSize", "20");
        connection = DriverManager.getConnection(standIn.jdbcUrl(), properties);
        connection.setAutoCommit(false);
        connection.createStatement().execute("CREATE TABLE T (ID NUMBER(10) PRIMARY KEY, V VARCHAR2(20))");
    }

    @AfterEach
    void stop() throws SQLException {
        connection.close();
        standIn.close();
    }

    @Test
    void arraysCountTheirRowsEachTime() throws SQLException {
        for (int round = 0; round < 4; round++) {
            assertThat(insert(round * 10)).containsExactly(1, 1, 1);
            assertThat(update(round * 10)).containsExactly(1, 0, 1);
            connection.commit();
        }
        assertThat(standIn.counters().commits()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void queriesReadAnew() throws SQLException {
        assertThat(value(1)).isNull();
        insert(1);
        assertThat(value(1)).isEqualTo("v1");
        assertThat(value(2)).isEqualTo("v2");
        assertThat(value(7)).isNull();
        assertThat(count()).isEqualTo(3);
        insert(10);
        assertThat(count()).isEqualTo(6);
        connection.rollback();
        assertThat(count()).isZero();
    }

    private int[] insert(int first) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO T (ID, V) VALUES (?, ?)")) {
            for (int id = first; id < first + 3; id++) {
                insert.setInt(1, id);
                insert.setString(2, "v" + id);
                insert.addBatch();
            }
            return insert.executeBatch();
        }
    }

    private int[] update(int first) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE T SET V = ? WHERE ID = ?")) {
            for (int id : new int[] {first, first + 5, first + 2}) {
                update.setString(1, "w" + id);
                update.setInt(2, id);
                update.addBatch();
            }
            return update.executeBatch();
        }
    }

    private String value(int id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT V FROM T WHERE ID = ?")) {
            select.setInt(1, id);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }

    private int count() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT COUNT(*) FROM T");
                ResultSet rows = select.executeQuery()) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
