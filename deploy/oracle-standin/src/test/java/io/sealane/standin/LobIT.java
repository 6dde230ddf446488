package io.sealane.standin;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import oracle.jdbc.OraclePreparedStatement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Large objects, in and out, by every family of setters, and strings of every length around the driver's thresholds. */
class LobIT {
    private static final int CHARACTERS = 1_600_000;
    private static final int BYTES = 3_000_000;
    private static Fixture fixture;
    private static String text;
    private static byte[] bytes;

    /** Binds a large text and a large binary. */
    private interface Setter {
        void set(Connection connection, PreparedStatement statement, int index) throws SQLException;
    }

    @BeforeAll
    static void start() throws Exception {
        fixture = new Fixture();
        fixture.run("CREATE TABLE L (ID NUMBER(10) PRIMARY KEY, S VARCHAR2(4000), C CLOB, B BLOB)");
        text = "0123456789é国😀".repeat(CHARACTERS / 14);
        bytes = new byte[BYTES];
        new Random(7).nextBytes(bytes);
    }

    @AfterAll
    static void stop() throws SQLException {
        fixture.close();
    }

    @BeforeEach
    void empty() throws SQLException {
        fixture.run("DELETE FROM L");
    }

    private static Arguments clob(String name, Setter setter) {
        return Arguments.argumentSet(name, "C", setter);
    }

    private static Arguments blob(String name, Setter setter) {
        return Arguments.argumentSet(name, "B", setter);
    }

    static Stream<Arguments> setters() {
        return Stream.of(
                clob("setString", (c, s, i) -> s.setString(i, text)),
                clob("setStringForClob", (c, s, i) -> s.unwrap(OraclePreparedStatement.class)
                        .setStringForClob(i, text)),
                clob("setCharacterStream", (c, s, i) -> s.setCharacterStream(i, new StringReader(text))),
                clob(
                        "setCharacterStream with length",
                        (c, s, i) -> s.setCharacterStream(i, new StringReader(text), text.length())),
                clob("setClob of a reader", (c, s, i) -> s.setClob(i, new StringReader(text))),
                clob("createClob", (c, s, i) -> {
                    Clob clob = c.createClob();
                    clob.setString(1, text);
                    s.setClob(i, clob);
                }),
                blob("setBytes", (c, s, i) -> s.setBytes(i, bytes)),
                blob("setBytesForBlob", (c, s, i) -> s.unwrap(OraclePreparedStatement.class)
                        .setBytesForBlob(i, bytes)),
                blob("setBinaryStream", (c, s, i) -> s.setBinaryStream(i, new ByteArrayInputStream(bytes))),
                blob(
                        "setBinaryStream with length",
                        (c, s, i) -> s.setBinaryStream(i, new ByteArrayInputStream(bytes), bytes.length)),
                blob("setBlob of a stream", (c, s, i) -> s.setBlob(i, new ByteArrayInputStream(bytes))),
                blob("createBlob", (c, s, i) -> {
                    Blob blob = c.createBlob();
                    blob.setBytes(1, bytes);
                    s.setBlob(i, blob);
                }));
    }

    @ParameterizedTest
    @MethodSource("setters")
    void largeValueReadsBack(String column, Setter setter) throws SQLException {
        try (Connection connection = fixture.connect()) {
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO L (ID, " + column + ") VALUES (1, ?)")) {
                setter.set(connection, insert, 1);
                insert.executeUpdate();
            }
            connection.commit();
            try (PreparedStatement select = connection.prepareStatement("SELECT C, B FROM L");
                    ResultSet row = select.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).isEqualTo(column.equals("C") ? text : null);
                assertThat(row.getBytes(2)).isEqualTo(column.equals("B") ? bytes : null);
            }
        }
    }

    @Test
    void locatorGivesLengthAndParts() throws Exception {
        try (Connection connection = fixture.connect()) {
            Fixture.update(connection, "INSERT INTO L (ID, C) VALUES (?, ?)", 1, "0123456789");
            try (PreparedStatement select = connection.prepareStatement("SELECT C FROM L");
                    ResultSet row = select.executeQuery()) {
                row.next();
                Clob clob = row.getClob(1);
                assertThat(clob.length()).isEqualTo(10);
                assertThat(clob.getSubString(3, 4)).isEqualTo("2345");
                assertThat(clob.getCharacterStream().read()).isEqualTo('0');
            }
            connection.rollback();
        }
    }

    @Test
    void emptyLobIsNotNull() throws Exception {
        try (Connection connection = fixture.connect()) {
            Fixture.update(connection, "INSERT INTO L (ID, C, B) VALUES (1, EMPTY_CLOB(), EMPTY_BLOB())");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO L (ID, C) VALUES (2, ?)")) {
                insert.setClob(1, connection.createClob());
                insert.executeUpdate();
            }
            assertThat(Fixture.read(connection, "SELECT ID FROM L WHERE C IS NOT NULL ORDER BY ID"))
                    .containsExactly("1", "2");
            connection.rollback();
        }
    }

    /** The driver binds each length class in its own way, and cuts the batch where the way changes. */
    @Test
    void valuesAroundEveryThresholdReadBackFromOneBatch() throws SQLException {
        int[] lengths = {0, 1, 999, 1000, 1001, 1333, 2000, 2001, 3999, 4000, 4001, 16383, 32765, 32766, 32767, 32768};
        try (Connection connection = fixture.connect()) {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO L (ID, C, B) VALUES (?, ?, ?)")) {
                for (int i = 0; i < lengths.length * lengths.length; i++) {
                    insert.setInt(1, i);
                    insert.setString(2, "é".repeat(lengths[i / lengths.length]));
                    insert.setBytes(3, filled(lengths[i % lengths.length]));
                    insert.addBatch();
                }
                assertThat(insert.executeBatch())
                        .hasSize(lengths.length * lengths.length)
                        .containsOnly(1);
            }
            try (PreparedStatement select = connection.prepareStatement("SELECT ID, C, B FROM L ORDER BY ID");
                    ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    int id = rows.getInt(1);
                    int characters = lengths[id / lengths.length];
                    int size = lengths[id % lengths.length];
                    assertThat(rows.getString(2)).isEqualTo(characters == 0 ? null : "é".repeat(characters));
                    assertThat(rows.getBytes(3)).isEqualTo(size == 0 ? null : filled(size));
                }
            }
            connection.rollback();
        }
    }

    private static byte[] filled(int length) {
        byte[] value = new byte[length];
        Arrays.fill(value, (byte) length);
        return value;
    }

    @Test
    void stringsInOneRowReadBackWhicheverIsLong() throws SQLException {
        int[] lengths = {10, 1001, 2500, 4000};
        try (Connection connection = fixture.connect();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO L (S, ID, C) VALUES (?, ?, ?)")) {
            for (int first : lengths) {
                for (int second : lengths) {
                    insert.setString(1, "a".repeat(first));
                    insert.setInt(2, first * 10_000 + second);
                    insert.setString(3, "b".repeat(second));
                    insert.executeUpdate();
                }
            }
            assertThat(Fixture.read(connection, "SELECT COUNT(*) FROM L WHERE LENGTH(S) * 10000 + LENGTH(C) = ID"))
                    .containsExactly("16");
            connection.rollback();
        }
    }

    @Test
    void nullLobsBetweenLongStringsSplitTheBatchOnly() throws SQLException {
        try (Connection connection = fixture.connect();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO L (ID, C) VALUES (?, ?)")) {
            for (int i = 0; i < 6; i++) {
                insert.setInt(1, i);
                if (i % 2 == 0) {
                    insert.setNull(2, Types.CLOB);
                } else {
                    insert.setString(2, "x".repeat(20_000 * i));
                }
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).containsExactly(1, 1, 1, 1, 1, 1);
            assertThat(Fixture.read(connection, "SELECT COUNT(*) FROM L WHERE C IS NULL"))
                    .containsExactly("3");
            connection.rollback();
        }
    }

    @Test
    void longBindInMergeIsRefused() throws SQLException {
        String merge = "MERGE INTO L t USING (SELECT ? ID, ? C FROM DUAL) s ON (t.ID = s.ID)"
                + " WHEN NOT MATCHED THEN INSERT (ID, C) VALUES (s.ID, s.C)";
        try (Connection connection = fixture.connect()) {
            SQLException error = catchThrowableOfType(
                    SQLException.class, () -> Fixture.update(connection, merge, 1, "x".repeat(40_000)));
            assertThat(error.getErrorCode()).isEqualTo(1461);
        }
    }

    @Test
    void lobInMergeIsAccepted() throws SQLException {
        String merge = "MERGE INTO L t USING (SELECT ? ID, ? C FROM DUAL) s ON (t.ID = s.ID)"
                + " WHEN NOT MATCHED THEN INSERT (ID, C) VALUES (s.ID, s.C)";
        try (Connection connection = fixture.connect();
                PreparedStatement statement = connection.prepareStatement(merge)) {
            for (int i = 0; i < 3; i++) {
                statement.setInt(1, i);
                statement.unwrap(OraclePreparedStatement.class).setStringForClob(2, "x".repeat(50_000));
                statement.addBatch();
            }
            assertThat(statement.executeBatch()).containsExactly(1, 1, 1);
            assertThat(Fixture.read(connection, "SELECT LENGTH(C) FROM L")).containsOnly("50000");
            connection.rollback();
        }
    }
}
