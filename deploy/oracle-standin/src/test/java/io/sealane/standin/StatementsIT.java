package io.sealane.standin;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import oracle.jdbc.OraclePreparedStatement;
import oracle.sql.INTERVALDS;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What one connection of the real driver does with statements, values and transactions. */
class StatementsIT {
    private static Fixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new Fixture();
        fixture.run(
                "CREATE TABLE \"Every Type\" (\"ID\" NUMBER(20) NOT NULL, \"V\" VARCHAR2(20 CHAR), \"NV\" NVARCHAR2(20),"
                        + " \"CH\" CHAR(5), \"D\" DATE, \"TS\" TIMESTAMP(9), \"TZ\" TIMESTAMP(6) WITH TIME ZONE,"
                        + " \"BF\" BINARY_FLOAT, \"BD\" BINARY_DOUBLE, \"R\" RAW(16), \"N\" NUMBER, \"N52\" NUMBER(5,2),"
                        + " \"DS\" INTERVAL DAY(9) TO SECOND(6), \"C\" CLOB, \"NC\" NCLOB, \"B\" BLOB,"
                        + " CONSTRAINT \"EVERY_PK\" PRIMARY KEY (\"ID\"))",
                "CREATE TABLE T (ID NUMBER(10) PRIMARY KEY, V VARCHAR2(100), AT TIMESTAMP(6) WITH TIME ZONE DEFAULT"
                        + " SYSTIMESTAMP NOT NULL)",
                "COMMENT ON TABLE T IS 'a comment'");
    }

    @AfterAll
    static void stop() throws SQLException {
        fixture.close();
    }

    @Test
    void everyTypeReadsBackAsItWasBound() throws Exception {
        OffsetDateTime zoned = OffsetDateTime.parse("2024-06-30T23:59:59.123456+05:30");
        LocalDateTime local = LocalDateTime.parse("1969-12-31T23:59:59.123456789");
        try (Connection connection = fixture.connect()) {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO \"APP\".\"Every Type\" VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")) {
                OraclePreparedStatement oracle = insert.unwrap(OraclePreparedStatement.class);
                insert.setLong(1, Long.MAX_VALUE);
                insert.setString(2, "grüße 😀");
                insert.setNString(3, "国家 😀");
                insert.setString(4, "ab");
                insert.setObject(5, LocalDateTime.parse("2024-02-29T12:34:56"));
                insert.setObject(6, local);
                insert.setObject(7, zoned);
                oracle.setBinaryFloat(8, 3.14f);
                oracle.setBinaryDouble(9, Double.NaN);
                insert.setBytes(10, new byte[] {0, 1, -1});
                insert.setBigDecimal(11, new BigDecimal("-12345678901234567890.0123456789"));
                insert.setBigDecimal(12, new BigDecimal("123.456"));
                oracle.setINTERVALDS(13, new INTERVALDS("12 03:04:05.678901"));
                insert.setString(14, "clob é");
                insert.setNString(15, "nclob é");
                insert.setBytes(16, new byte[] {5, 6, 7});
                assertThat(insert.executeUpdate()).isOne();
            }
            connection.commit();
        }
        try (Connection connection = fixture.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM \"Every Type\"")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getLong("ID")).isEqualTo(Long.MAX_VALUE);
            assertThat(row.getString("V")).isEqualTo("grüße 😀");
            assertThat(row.getNString("NV")).isEqualTo("国家 😀");
            assertThat(row.getString("CH")).isEqualTo("ab   ");
            assertThat(row.getObject("D", LocalDateTime.class)).isEqualTo("2024-02-29T12:34:56");
            assertThat(row.getObject("TS", LocalDateTime.class)).isEqualTo(local);
            assertThat(row.getObject("TZ", OffsetDateTime.class)).isEqualTo(zoned);
            assertThat(row.getFloat("BF")).isEqualTo(3.14f);
            assertThat(row.getDouble("BD")).isNaN();
            assertThat(row.getBytes("R")).containsExactly(0, 1, -1);
            assertThat(row.getBigDecimal("N")).isEqualByComparingTo("-12345678901234567890.0123456789");
            assertThat(row.getBigDecimal("N52")).isEqualByComparingTo("123.46");
            assertThat(row.getObject("DS", Duration.class)).isEqualTo(Duration.parse("P12DT3H4M5.678901S"));
            assertThat(row.getString("C")).isEqualTo("clob é");
            assertThat(row.getString("NC")).isEqualTo("nclob é");
            assertThat(row.getBytes("B")).containsExactly(5, 6, 7);
            assertThat(row.getMetaData().getPrecision(12)).isEqualTo(5);
            assertThat(row.getMetaData().getScale(12)).isEqualTo(2);
            assertThat(row.getMetaData().getColumnTypeName(7)).isEqualTo("TIMESTAMP WITH TIME ZONE");
            assertThat(row.next()).isFalse();
        }
    }

    @Test
    void nullsOfEveryTypeReadBackAsNull() throws Exception {
        try (Connection connection = fixture.connect();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO \"Every Type\" (ID,V,D,TS,R,N,C,B) VALUES (?,?,?,?,?,?,?,?)")) {
            insert.setLong(1, 2);
            insert.setString(2, "");
            insert.setNull(3, Types.DATE);
            insert.setNull(4, Types.TIMESTAMP);
            insert.setNull(5, Types.VARBINARY);
            insert.setNull(6, Types.NUMERIC);
            insert.setNull(7, Types.CLOB);
            insert.setNull(8, Types.BLOB);
            insert.executeUpdate();

            assertThat(Fixture.read(
                            connection,
                            "SELECT COUNT(*) FROM \"Every Type\" WHERE ID = ? AND V IS NULL AND D IS NULL AND TS IS NULL"
                                    + " AND R IS NULL AND N IS NULL AND C IS NULL AND B IS NULL",
                            2))
                    .containsExactly("1");
            connection.rollback();
        }
    }

    @Test
    void manyRowsComeInFetchesOfAnySize() throws Exception {
        for (int fetchSize : new int[] {1, 10, 999, 1000, 5000}) {
            try (Connection connection = fixture.connect();
                    PreparedStatement statement =
                            connection.prepareStatement("SELECT x FROM SYSTEM_RANGE(1, 1000) ORDER BY 1")) {
                statement.setFetchSize(fetchSize);
                long sum = 0;
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        sum += rows.getLong(1);
                    }
                }
                assertThat(sum).isEqualTo(500_500);
            }
        }
    }

    @Test
    void rollbackUndoesAndCommitShows() throws Exception {
        try (Connection connection = fixture.connect()) {
            Fixture.update(connection, "INSERT INTO T (ID, V) VALUES (?, ?)", 1, "gone");
            connection.rollback();
            Fixture.update(connection, "INSERT INTO T (ID, V) VALUES (?, ?)", 2, "kept");
            assertThat(fixture.read("SELECT V FROM T")).isEmpty();
            connection.commit();
            assertThat(fixture.read("SELECT V FROM T")).containsExactly("kept");
            assertThat(Fixture.update(connection, "UPDATE T SET V = ? WHERE ID IN (?, ?)", "new", 1, 2))
                    .isOne();
            assertThat(Fixture.update(connection, "DELETE FROM T WHERE ID = ?", 2))
                    .isOne();
            assertThat(Fixture.update(connection, "DELETE FROM T WHERE ID = ?", 2))
                    .isZero();
            connection.commit();
        }
    }

    @Test
    void autocommitIsSeenByOthersAtOnce() throws Exception {
        try (Connection connection = fixture.connect()) {
            connection.setAutoCommit(true);
            Fixture.update(connection, "INSERT INTO T (ID, V) VALUES (?, ?)", 10, "auto");
            assertThat(fixture.read("SELECT V FROM T WHERE ID = 10")).containsExactly("auto");
            Fixture.update(connection, "DELETE FROM T WHERE ID = ?", 10);
        }
    }

    @Test
    void savepointKeepsWhatCameBeforeIt() throws Exception {
        try (Connection connection = fixture.connect()) {
            Fixture.update(connection, "INSERT INTO T (ID, V) VALUES (?, ?)", 20, "before");
            java.sql.Savepoint savepoint = connection.setSavepoint("S1");
            Fixture.update(connection, "INSERT INTO T (ID, V) VALUES (?, ?)", 21, "after");
            connection.rollback(savepoint);
            connection.commit();
            assertThat(fixture.read("SELECT V FROM T WHERE ID >= 20")).containsExactly("before");
            Fixture.update(connection, "DELETE FROM T");
            connection.commit();
        }
    }

    @Test
    void mergeWithCastsAndWithBareBindsCountsItsRows() throws Exception {
        for (String bind : List.of("?", "CAST(? AS NUMBER(10))")) {
            String merge = "MERGE INTO T t USING (SELECT " + bind + " ID, ? V FROM DUAL) s ON (t.ID = s.ID)"
                    + " WHEN MATCHED THEN UPDATE SET t.V = s.V WHEN NOT MATCHED THEN INSERT (ID, V) VALUES (s.ID, s.V)";
            try (Connection connection = fixture.connect();
                    PreparedStatement statement = connection.prepareStatement(merge)) {
                for (int i = 0; i < 4; i++) {
                    statement.setInt(1, i / 2);
                    statement.setString(2, "v" + i);
                    statement.addBatch();
                }
                assertThat(statement.executeBatch()).containsExactly(1, 1, 1, 1);
                assertThat(Fixture.read(connection, "SELECT V FROM T ORDER BY ID"))
                        .containsExactly("v1", "v3");
                connection.rollback();
            }
        }
    }

    @Test
    void insertWhereNotExistsInsertsOnce() throws Exception {
        String insert = "INSERT INTO T (ID, V) SELECT ?, ? FROM dual WHERE NOT EXISTS (SELECT 1 FROM T WHERE ID = ?)";
        try (Connection connection = fixture.connect()) {
            assertThat(Fixture.update(connection, insert, 30, "a", 30)).isOne();
            assertThat(Fixture.update(connection, insert, 30, "b", 30)).isZero();
            connection.rollback();
        }
    }

    @Test
    void sessionSettingsAreAcceptedAndSchemaTakesEffect() throws Exception {
        try (Connection connection = fixture.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER SESSION SET NLS_NUMERIC_CHARACTERS='.,' NLS_SORT=BINARY TIME_ZONE='+02:00'");
            assertThat(Fixture.read(connection, "SELECT SESSIONTIMEZONE FROM dual"))
                    .first()
                    .asString()
                    .contains("+02");
            statement.execute("ALTER SESSION SET CURRENT_SCHEMA = SYS");
            assertThat(Fixture.read(connection, "SELECT SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') FROM dual"))
                    .containsExactly("SYS");
            assertThat(Fixture.read(connection, "SELECT SYS_CONTEXT('USERENV', 'SESSION_USER') FROM dual"))
                    .containsExactly("APP");
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void clientInfoIsTakenAheadOfTheNextCall() throws Exception {
        try (Connection connection = fixture.connect()) {
            connection.setClientInfo("OCSID.MODULE", "sealane");
            connection.setClientInfo("OCSID.ACTION", "write lane 7");
            connection.setClientInfo("OCSID.CLIENTID", "migration");
            assertThat(Fixture.read(connection, "SELECT 1 FROM dual")).containsExactly("1");
            assertThat(Fixture.read(connection, "SELECT 2 FROM dual")).containsExactly("2");
        }
    }

    @Test
    void truncateAndDropTakeEffectAtOnce() throws Exception {
        fixture.run("CREATE TABLE SHORT_LIVED (ID NUMBER)", "INSERT INTO SHORT_LIVED VALUES (1)");
        fixture.run("TRUNCATE TABLE SHORT_LIVED");
        assertThat(fixture.read("SELECT COUNT(*) FROM SHORT_LIVED")).containsExactly("0");
        fixture.run("DROP TABLE SHORT_LIVED PURGE");
        assertThat(fixture.read("SELECT COUNT(*) FROM ALL_TABLES WHERE TABLE_NAME = 'SHORT_LIVED'"))
                .containsExactly("0");
    }
}
