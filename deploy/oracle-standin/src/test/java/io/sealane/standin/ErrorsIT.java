package io.sealane.standin;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Errors as the real driver reports them. */
class ErrorsIT {
    private static Fixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new Fixture();
        fixture.run(
                "CREATE TABLE PARENT (ID NUMBER(5) CONSTRAINT PARENT_PK PRIMARY KEY)",
                "CREATE TABLE \"T\" (\"ID\" NUMBER(5) NOT NULL, \"V\" VARCHAR2(5), \"C\" VARCHAR2(5 CHAR),"
                        + " \"N\" NVARCHAR2(5), \"M\" VARCHAR2(5) DEFAULT 'm' NOT NULL, \"P\" NUMBER(5),"
                        + " \"Q\" NUMBER(5) CONSTRAINT \"T_Q_CK\" CHECK (\"Q\" > 0), \"R\" RAW(2), \"H\" CHAR(2),"
                        + " CONSTRAINT \"T_PK\" PRIMARY KEY (\"ID\"), CONSTRAINT \"T_V_UK\" UNIQUE (\"V\"),"
                        + " CONSTRAINT \"T_FK\" FOREIGN KEY (\"P\") REFERENCES PARENT (ID))",
                "CREATE UNIQUE INDEX T_N_UX ON T (N)",
                "INSERT INTO PARENT VALUES (1)",
                "INSERT INTO T (ID, V, P, N) VALUES (1, 'one', 1, 'n')");
    }

    @AfterAll
    static void stop() throws SQLException {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSERT INTO T (ID) VALUES (1)               | 1     | unique constraint (APP.T_PK) violated",
                "INSERT INTO T (ID, V) VALUES (2, 'one')     | 1     | unique constraint (APP.T_V_UK) violated",
                "INSERT INTO T (ID, N) VALUES (2, 'n')       | 1     | unique constraint (APP.T_N_UX) violated",
                "INSERT INTO T (ID) VALUES (NULL)            | 1400  | cannot insert NULL into (\"APP\".\"T\".\"ID\")",
                "INSERT INTO T (ID, M) VALUES (3, '')        | 1400  | cannot insert NULL into (\"APP\".\"T\".\"M\")",
                "UPDATE T SET M = '' WHERE ID = 1            | 1407  | cannot update (\"APP\".\"T\".\"M\") to NULL",
                "INSERT INTO T (ID) VALUES (123456)          | 1438  | value larger than specified precision",
                "INSERT INTO T (ID, V) VALUES (2, 'äöü')     | 12899 | \"APP\".\"T\".\"V\" (actual: 6, maximum: 5)",
                "INSERT INTO T (ID, C) VALUES (2, 'sixsix')  | 12899 | \"APP\".\"T\".\"C\" (actual: 6, maximum: 5)",
                "INSERT INTO T (ID, N) VALUES (2, 'sixsix')  | 12899 | \"APP\".\"T\".\"N\" (actual: 6, maximum: 5)",
                "INSERT INTO T (ID, H) VALUES (2, 'abc')     | 12899 | \"APP\".\"T\".\"H\" (actual: 3, maximum: 2)",
                "INSERT INTO T (ID, P) VALUES (2, 9)         | 2291  | (APP.T_FK) violated - parent key not found",
                "DELETE FROM PARENT                          | 2292  | (APP.T_FK) violated - child record found",
                "INSERT INTO T (ID, Q) VALUES (2, 0)         | 2290  | check constraint (APP.T_Q_CK) violated",
                "INSERT INTO T (ID) VALUES ('x')             | 1722  | invalid number",
                "SELECT * FROM NOWHERE                       | 942   | table or view does not exist",
                "SELECT NOTHING FROM T                       | 904   | \"NOTHING\": invalid identifier",
                "CREATE TABLE T (ID NUMBER)                  | 955   | name is already used",
                "SELECT 1 FROM T WHERE                       | 900   | invalid SQL statement",
                "LOCK TABLE T IN EXCLUSIVE MODE              | 3001  | unimplemented feature: LOCK statement",
                "BEGIN NULL; END;                            | 3001  | unimplemented feature: PL/SQL"
            })
    void errorHasOraclesCodeAndText(String sql, int code, String text) throws SQLException {
        try (Connection connection = fixture.connect()) {
            SQLException error = catchThrowableOfType(SQLException.class, () -> Fixture.update(connection, sql));

            assertThat(error.getMessage()).contains(text);
            assertThat(error.getErrorCode()).isEqualTo(code);
            assertThat(connection.isValid(5)).isTrue();
            connection.rollback();
        }
    }

    @Test
    void charactersOfFourBytesCountOnce() throws SQLException {
        try (Connection connection = fixture.connect()) {
            assertThat(Fixture.update(connection, "INSERT INTO T (ID, C) VALUES (?, ?)", 5, "😀😀😀😀😀"))
                    .isOne();
            connection.rollback();
        }
    }

    @Test
    void driverClassOfAUniqueViolationIsItsOwn() throws SQLException {
        try (Connection connection = fixture.connect()) {
            SQLException error = catchThrowableOfType(
                    SQLException.class, () -> Fixture.update(connection, "INSERT INTO T (ID) VALUES (?)", 1));

            assertThat((Throwable) error).isInstanceOf(SQLIntegrityConstraintViolationException.class);
            assertThat(error.getSQLState()).isEqualTo("23000");
        }
    }

    @Test
    void wrongPasswordAndUnknownUserLookTheSame() {
        for (String user : new String[] {"APP", "NOBODY"}) {
            SQLException error = catchThrowableOfType(
                    SQLException.class,
                    () -> DriverManager.getConnection(fixture.standIn().jdbcUrl(), user, "wrong"));
            assertThat(error.getErrorCode()).isEqualTo(1017);
        }
    }

    @Test
    void unknownServiceIsRefused() {
        String url = fixture.standIn().jdbcUrl().replace("/SEALANE", "/OTHER");

        SQLException error =
                catchThrowableOfType(SQLException.class, () -> DriverManager.getConnection(url, "APP", "secret"));

        assertThat(error.getErrorCode()).isEqualTo(12514);
    }

    private static PreparedStatement batch(Connection connection, int... ids) throws SQLException {
        PreparedStatement insert = connection.prepareStatement("INSERT INTO PARENT VALUES (?)");
        for (int id : ids) {
            insert.setInt(1, id);
            insert.addBatch();
        }
        return insert;
    }

    @Test
    void batchStopsAtItsFirstErrorAndKeepsTheRowsBefore() throws SQLException {
        try (Connection connection = fixture.connect();
                PreparedStatement insert = batch(connection, 10, 11, 1, 12)) {
            BatchUpdateException error = catchThrowableOfType(BatchUpdateException.class, insert::executeBatch);

            assertThat(error.getUpdateCounts()).containsExactly(1, 1);
            assertThat(error.getErrorCode()).isOne();
            assertThat(Fixture.read(connection, "SELECT ID FROM PARENT WHERE ID > 1 ORDER BY ID"))
                    .containsExactly("10", "11");
            connection.rollback();
        }
    }

    @Test
    void batchGoesOnAfterErrorsWhenAsked() throws SQLException {
        try (Connection connection = fixture.connect(Map.of("oracle.jdbc.continueBatchOnError", "true"));
                PreparedStatement insert = batch(connection, 10, 1, 11, 1, 12)) {
            BatchUpdateException error = catchThrowableOfType(BatchUpdateException.class, insert::executeBatch);

            assertThat(error.getUpdateCounts()).containsExactly(1, -3, 1, -3, 1);
            assertThat(error.getErrorCode()).isEqualTo(24381);
            connection.rollback();
        }
    }

    @Test
    void twoHundredErrorsInOneBatchAreAllReported() throws SQLException {
        int[] ids = IntStream.range(0, 400).map(i -> i % 2 == 0 ? 1 : 1000 + i).toArray();
        try (Connection connection = fixture.connect(Map.of("oracle.jdbc.continueBatchOnError", "true"));
                PreparedStatement insert = batch(connection, ids)) {
            BatchUpdateException error = catchThrowableOfType(BatchUpdateException.class, insert::executeBatch);

            assertThat(error.getUpdateCounts()).hasSize(400);
            assertThat(IntStream.of(error.getUpdateCounts()).filter(n -> n == -3))
                    .hasSize(200);
            connection.rollback();
        }
    }
}
