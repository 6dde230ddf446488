package io.sealane.standin;

import java.io.StringReader;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import oracle.jdbc.OracleTypes;
import oracle.sql.INTERVALDS;
import oracle.sql.INTERVALYM;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Declared types that H2 does not have: written, read back and described through the real driver. */
class TypesIT {
    private static Fixture fixture;
    private static Fixture twentyThree;

    @BeforeAll
    static void start() throws Exception {
        fixture = new Fixture();
        fixture.run("CREATE TABLE T (ID NUMBER(10) PRIMARY KEY, L TIMESTAMP(6) WITH LOCAL TIME ZONE,"
                + " DS INTERVAL DAY(4) TO SECOND(3), YM INTERVAL YEAR(3) TO MONTH, X XMLTYPE,"
                + " TENS NUMBER(3,-2), SMALL NUMBER(2,4), F FLOAT(10), NC NCHAR(3), NV NVARCHAR2(3),"
                + " NL NCLOB, VC VARCHAR2(3 CHAR), VB VARCHAR2(3 BYTE), R RAW(4), N NUMBER, I INTEGER,"
                + " BF BINARY_FLOAT, BD BINARY_DOUBLE)");
        twentyThree = new Fixture(OracleStandIn.builder().version(23));
        twentyThree.run("CREATE TABLE T (ID NUMBER(10) PRIMARY KEY, B BOOLEAN, J JSON, X XMLTYPE)");
    }

    @AfterAll
    static void stop() throws SQLException {
        fixture.close();
        twentyThree.close();
    }

    private interface Binding {
        void bind(PreparedStatement insert) throws SQLException;
    }

    private interface Reading {
        void read(ResultSet row) throws SQLException;
    }

    /** Inserts one value, reads it back and rolls back. */
    private static void roundTrip(Fixture server, String column, String expression, Binding binding, Reading reading)
            throws SQLException {
        try (Connection connection = server.connect();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO T (ID, " + column + ") VALUES (1, " + expression + ")")) {
            binding.bind(insert);
            insert.executeUpdate();
            try (Statement query = connection.createStatement();
                    ResultSet row = query.executeQuery("SELECT " + column + " FROM T WHERE ID = 1")) {
                assertThat(row.next()).isTrue();
                reading.read(row);
            }
            connection.rollback();
        }
    }

    @Test
    void localTimeZoneKeepsTheInstant() throws SQLException {
        OffsetDateTime written = OffsetDateTime.parse("2024-06-30T23:59:59.123456+05:30");
        roundTrip(fixture, "L", "?", insert -> insert.setObject(1, written), row -> assertThat(
                        row.getObject(1, OffsetDateTime.class).toInstant())
                .isEqualTo(written.toInstant()));
    }

    @Test
    void localTimeZoneTakesAPlainTimestampInTheSessionsZone() throws SQLException {
        try (Connection connection = fixture.connect()) {
            connection.createStatement().execute("ALTER SESSION SET TIME_ZONE='+00:00'");
            Fixture.update(
                    connection, "INSERT INTO T (ID, L) VALUES (2, ?)", LocalDateTime.parse("2024-01-01T12:00:00"));
            connection.createStatement().execute("ALTER SESSION SET TIME_ZONE='+02:00'");
            Fixture.update(
                    connection, "INSERT INTO T (ID, L) VALUES (3, ?)", LocalDateTime.parse("2024-01-01T14:00:00"));
            assertThat(Fixture.read(connection, "SELECT COUNT(DISTINCT L) FROM T WHERE ID IN (2, 3)"))
                    .containsExactly("1");
            connection.rollback();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0 0:0:0, PT0S",
        "12 3:4:5.678, P12DT3H4M5.678S",
        "-9999 23:59:59.999, PT-239999H-59M-59.999S",
        "1 0:0:0.0005, PT24H0.001S"
    })
    void intervalOfDaysIsBoundByTheDriversOwnTypeAndByText(String text, Duration expected) throws SQLException {
        Reading reading = row -> assertThat(row.getObject(1, Duration.class)).isEqualTo(expected);

        roundTrip(fixture, "DS", "?", insert -> insert.setObject(1, new INTERVALDS(text)), reading);
        if (!expected.isNegative()) {
            // The driver spoils negative ones that have a fraction: it sends -0.999 s as -1.001 s.
            roundTrip(fixture, "DS", "?", insert -> insert.setObject(1, expected), reading);
        }
        roundTrip(fixture, "DS", "TO_DSINTERVAL(?)", insert -> insert.setString(1, text), reading);
    }

    @ParameterizedTest
    @CsvSource({"0-0, P0Y", "12-11, P12Y11M", "-999-11, P-999Y-11M"})
    void intervalOfMonthsIsBoundByTheDriversOwnTypeAndByText(String text, Period expected) throws SQLException {
        Reading reading = row -> {
            assertThat(row.getObject(1, Period.class).toTotalMonths()).isEqualTo(expected.toTotalMonths());
            assertThat(row.getObject(1)).isEqualTo(new INTERVALYM(text));
        };

        roundTrip(fixture, "YM", "?", insert -> insert.setObject(1, new INTERVALYM(text)), reading);
        roundTrip(fixture, "YM", "TO_YMINTERVAL(?)", insert -> insert.setString(1, text), reading);
    }

    @ParameterizedTest
    @CsvSource({
        "L, -102",
        "L, 93",
        "DS, -104",
        "YM, -103",
        "X, 12",
        "X, 2005",
        "TENS, 2",
        "F, 2",
        "NC, -15",
        "NV, -9",
        "NL, 2011",
        "VC, 12",
        "R, -3",
        "BF, 100",
        "BD, 101"
    })
    void nullOfItsTypeReadsBackAsNull(String column, int type) throws SQLException {
        roundTrip(fixture, column, "?", insert -> insert.setNull(1, type), row -> assertThat(row.getObject(1))
                .isNull());
    }

    @Test
    void localTimeZoneIsReadInEveryForm() throws SQLException {
        Instant instant = Instant.parse("2024-06-30T18:29:59.123456Z");
        Binding zoned = insert -> insert.setObject(1, instant.atOffset(ZoneOffset.ofHours(-7)));

        roundTrip(fixture, "L", "?", zoned, row -> {
            assertThat(row.getTimestamp(1).toInstant()).isEqualTo(instant);
            assertThat(row.getObject(1, ZonedDateTime.class).toInstant()).isEqualTo(instant);
            assertThat(row.getString(1)).contains("59.123456");
        });
        roundTrip(fixture, "L", "?", insert -> insert.setTimestamp(1, Timestamp.from(instant)), row -> assertThat(
                        row.getTimestamp(1).toInstant())
                .isEqualTo(instant));
    }

    @Test
    void booleanIsBoundNativelyAsNumberAndAsText() throws SQLException {
        Reading reading = row -> assertThat(row.getBoolean(1)).isTrue();

        roundTrip(twentyThree, "B", "?", insert -> insert.setBoolean(1, true), reading);
        roundTrip(twentyThree, "B", "?", insert -> insert.setObject(1, true, OracleTypes.BOOLEAN), reading);
        roundTrip(twentyThree, "B", "?", insert -> insert.setInt(1, 1), reading);
        roundTrip(twentyThree, "B", "?", insert -> insert.setString(1, "true"), reading);
        roundTrip(twentyThree, "B", "?", insert -> insert.setBoolean(1, false), row -> assertThat(row.getObject(1))
                .isEqualTo(false));
        roundTrip(twentyThree, "B", "?", insert -> insert.setNull(1, OracleTypes.BOOLEAN), row -> {
            assertThat(row.getBoolean(1)).isFalse();
            assertThat(row.wasNull()).isTrue();
        });
    }

    @Test
    void jsonAndXmlGiveTheirTextBack() throws SQLException {
        String json = "{\"a\": [1, \"ü\", null]}";
        Reading readsJson = row -> assertThat(row.getString(1)).isEqualTo(json);
        roundTrip(twentyThree, "J", "?", insert -> insert.setString(1, json), readsJson);
        roundTrip(twentyThree, "J", "JSON(?)", insert -> insert.setString(1, json), readsJson);
        String large = "[\"" + "é".repeat(40_000) + "\"]";
        roundTrip(twentyThree, "J", "?", insert -> insert.setString(1, large), row -> assertThat(row.getString(1))
                .isEqualTo(large));
        String xml = "<?xml version=\"1.0\"?><a b=\"ü\">1</a>";
        Reading readsXml = row -> assertThat(row.getString(1)).isEqualTo(xml);
        for (Fixture server : new Fixture[] {fixture, twentyThree}) {
            roundTrip(server, "X", "?", insert -> insert.setString(1, xml), readsXml);
            roundTrip(server, "X", "XMLTYPE(?)", insert -> insert.setString(1, xml), readsXml);
        }
        String largeXml = "<a>" + "é".repeat(100_000) + "</a>";
        roundTrip(
                fixture, "X", "XMLTYPE(?)", insert -> insert.setClob(1, new StringReader(largeXml)), row -> assertThat(
                                row.getString(1))
                        .isEqualTo(largeXml));
    }

    @ParameterizedTest
    @CsvSource({
        "TENS, 1249.9, 1200",
        "TENS, -1250, -1300",
        "TENS, 99949, 99900",
        "SMALL, 0.0099, 0.0099",
        "SMALL, -0.00994, -0.0099",
        "F, 123456, 123500",
        "F, 0.00012344, 0.0001234",
        "I, 2.5, 3"
    })
    void numbersAreRoundedAsDeclared(String column, java.math.BigDecimal bound, java.math.BigDecimal stored)
            throws SQLException {
        roundTrip(
                fixture, column, "?", insert -> insert.setBigDecimal(1, bound), row -> assertThat(row.getBigDecimal(1))
                        .isEqualByComparingTo(stored));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE TABLE N (B BOOLEAN)                                      | 902",
                "CREATE TABLE N (J JSON)                                         | 902",
                "CREATE TABLE N (D INTERVAL DAY(10) TO SECOND)                   | 30088",
                "CREATE TABLE N (D NUMBER(39))                                   | 1727",
                "CREATE TABLE N (D NUMBER(3,-85))                                | 1728",
                "CREATE TABLE N (D VARCHAR2(4001))                               | 910",
                "INSERT INTO T (ID, DS) VALUES (9, TO_DSINTERVAL('10000 0:0:0')) | 1873",
                "INSERT INTO T (ID, DS) VALUES (9, TO_DSINTERVAL('1 24:0:0'))    | 1850",
                "INSERT INTO T (ID, DS) VALUES (9, TO_DSINTERVAL('one day'))     | 1867",
                "INSERT INTO T (ID, YM) VALUES (9, TO_YMINTERVAL('1000-0'))      | 1873",
                "INSERT INTO T (ID, YM) VALUES (9, TO_YMINTERVAL('1-12'))        | 1843",
                "INSERT INTO T (ID, X) VALUES (9, '<a>')                         | 31011",
                "INSERT INTO T (ID, X) VALUES (9, XMLTYPE('a'))                  | 31011",
                "INSERT INTO T (ID, TENS) VALUES (9, 99950)                      | 1438",
                "INSERT INTO T (ID, SMALL) VALUES (9, 0.00995)                   | 1438",
                "INSERT INTO T (ID, N) VALUES (9, 1E126)                         | 1426",
                "INSERT INTO T (ID, NC) VALUES (9, 'four')                       | 12899",
                "INSERT INTO T (ID, VB) VALUES (9, 'äö')                         | 12899"
            })
    void whatDoesNotFitIsRefused(String sql, int code) throws SQLException {
        assertCode(fixture, sql, code);
    }

    @Test
    void badJsonIsRefused() throws SQLException {
        assertCode(twentyThree, "INSERT INTO T (ID, J) VALUES (9, '{a:1}')", 40441);
        assertCode(twentyThree, "INSERT INTO T (ID, J) VALUES (9, JSON('[1'))", 40441);
    }

    private static void assertCode(Fixture server, String sql, int code) throws SQLException {
        try (Connection connection = server.connect()) {
            SQLException error = catchThrowableOfType(SQLException.class, () -> Fixture.update(connection, sql));

            assertThat(error.getErrorCode()).as(error.getMessage()).isEqualTo(code);
            connection.rollback();
        }
    }

    @Test
    void dictionaryShowsTheDeclaredTypes() throws SQLException {
        String select = "SELECT COLUMN_NAME || ' ' || DATA_TYPE || ' ' || DATA_LENGTH || ' ' || CHAR_LENGTH || ' '"
                + " || NVL(CHAR_USED, '-') || ' ' || NVL(TO_CHAR(DATA_PRECISION), '-') || ' '"
                + " || NVL(TO_CHAR(DATA_SCALE), '-') || ' ' || NVL(DATA_TYPE_OWNER, '-')"
                + " FROM ALL_TAB_COLS WHERE OWNER = 'APP' AND TABLE_NAME = 'T' AND COLUMN_NAME <> 'ID'"
                + " ORDER BY COLUMN_ID";

        assertThat(fixture.read(select))
                .containsExactly(
                        "L TIMESTAMP(6) WITH LOCAL TIME ZONE 11 0 - - 6 -",
                        "DS INTERVAL DAY(4) TO SECOND(3) 11 0 - 4 3 -",
                        "YM INTERVAL YEAR(3) TO MONTH 5 0 - 3 0 -",
                        "X XMLTYPE 2000 0 - - - SYS",
                        "TENS NUMBER 22 0 - 3 -2 -",
                        "SMALL NUMBER 22 0 - 2 4 -",
                        "F FLOAT 22 0 - 10 - -",
                        "NC NCHAR 6 3 C - - -",
                        "NV NVARCHAR2 6 3 C - - -",
                        "NL NCLOB 4000 0 - - - -",
                        "VC VARCHAR2 12 3 C - - -",
                        "VB VARCHAR2 3 3 B - - -",
                        "R RAW 4 0 - - - -",
                        "N NUMBER 22 0 - - - -",
                        "I NUMBER 22 0 - - 0 -",
                        "BF BINARY_FLOAT 4 0 - - - -",
                        "BD BINARY_DOUBLE 8 0 - - - -");
        assertThat(twentyThree.read(select))
                .containsExactly("B BOOLEAN 1 0 - - - -", "J JSON 8200 0 - - - -", "X XMLTYPE 2000 0 - - - SYS");
        assertThat(fixture.read("SELECT TRIGGER_NAME FROM ALL_TRIGGERS")).isEmpty();
    }

    @Test
    void metadataOfTheDriverNamesTheTypes() throws SQLException {
        Map<String, Integer> types = Map.of(
                "L", OracleTypes.TIMESTAMPLTZ, "DS", OracleTypes.INTERVALDS, "YM", OracleTypes.INTERVALYM, "NV", -9);
        try (Connection connection = fixture.connect()) {
            DatabaseMetaData metaData = connection.getMetaData();
            for (Map.Entry<String, Integer> type : types.entrySet()) {
                try (ResultSet row = metaData.getColumns(null, "APP", "T", type.getKey())) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getInt("DATA_TYPE")).as(type.getKey()).isEqualTo(type.getValue());
                }
            }
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT L, DS, YM FROM T")) {
                assertThat(rows.getMetaData().getColumnTypeName(1)).isEqualTo("TIMESTAMP WITH LOCAL TIME ZONE");
                assertThat(rows.getMetaData().getColumnType(2)).isEqualTo(OracleTypes.INTERVALDS);
                assertThat(rows.getMetaData().getPrecision(2)).isEqualTo(4);
                assertThat(rows.getMetaData().getScale(2)).isEqualTo(3);
                assertThat(rows.getMetaData().getColumnType(3)).isEqualTo(OracleTypes.INTERVALYM);
                assertThat(rows.getMetaData().getPrecision(3)).isEqualTo(3);
            }
        }
    }

    @Test
    void releaseIsAnnounced() throws SQLException {
        try (Connection connection = twentyThree.connect()) {
            assertThat(connection.getMetaData().getDatabaseMajorVersion()).isEqualTo(23);
            assertThat(Fixture.read(connection, "SELECT VERSION FROM PRODUCT_COMPONENT_VERSION"))
                    .containsExactly("23.0.0.0.0");
        }
        try (Connection connection = fixture.connect()) {
            assertThat(connection.getMetaData().getDatabaseMajorVersion()).isEqualTo(19);
        }
    }
}
