package io.sealane.standin;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What clients ask the dictionary, in SQL and through the driver's metadata. */
class DictionaryIT {
    private static Fixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new Fixture();
        fixture.run(
                "CREATE TABLE PARENT (ID NUMBER(20) CONSTRAINT PARENT_PK PRIMARY KEY)",
                "CREATE TABLE \"T\" (\"ID\" NUMBER(20) NOT NULL, \"V\" VARCHAR2(10 CHAR), \"W\" VARCHAR2(10),"
                        + " \"N\" NVARCHAR2(10), \"U\" NUMBER, \"TZ\" TIMESTAMP(3) WITH TIME ZONE, \"C\" CLOB,"
                        + " \"P\" NUMBER(20), \"G\" NUMBER GENERATED ALWAYS AS (\"ID\" + 1) VIRTUAL,"
                        + " CONSTRAINT \"T_PK\" PRIMARY KEY (\"ID\", \"V\"), CONSTRAINT \"T_UK\" UNIQUE (\"W\"),"
                        + " CONSTRAINT \"T_FK\" FOREIGN KEY (\"P\") REFERENCES PARENT (ID))",
                "ALTER TABLE T ADD (ADDED VARCHAR2(7))");
    }

    @AfterAll
    static void stop() throws SQLException {
        fixture.close();
    }

    @Test
    void columnsAreAsDeclared() throws SQLException {
        assertThat(fixture.read(
                        "SELECT COLUMN_NAME || ' ' || DATA_TYPE || ' ' || DATA_LENGTH || ' ' || CHAR_LENGTH || ' '"
                                + " || NVL(CHAR_USED, '-') || ' ' || NVL(TO_CHAR(DATA_PRECISION), '-') || ' '"
                                + " || NVL(TO_CHAR(DATA_SCALE), '-') || ' ' || NULLABLE || ' ' || VIRTUAL_COLUMN"
                                + " FROM ALL_TAB_COLS WHERE OWNER = 'APP' AND TABLE_NAME = 'T' ORDER BY COLUMN_ID"))
                .containsExactly(
                        "ID NUMBER 22 0 - 20 0 N NO",
                        "V VARCHAR2 40 10 C - - N NO",
                        "W VARCHAR2 10 10 B - - Y NO",
                        "N NVARCHAR2 20 10 C - - Y NO",
                        "U NUMBER 22 0 - - - Y NO",
                        "TZ TIMESTAMP(3) WITH TIME ZONE 13 0 - - 3 Y NO",
                        "C CLOB 4000 0 - - - Y NO",
                        "P NUMBER 22 0 - 20 0 Y NO",
                        "G NUMBER 22 0 - - - Y YES",
                        "ADDED VARCHAR2 7 7 B - - Y NO");
    }

    @Test
    void keysAndForeignKeysAreListedWithoutLengthChecks() throws SQLException {
        assertThat(fixture.read("SELECT c.CONSTRAINT_NAME || ' ' || c.CONSTRAINT_TYPE || ' ' || k.COLUMN_NAME || ' ' ||"
                        + " c.STATUS FROM ALL_CONSTRAINTS c JOIN ALL_CONS_COLUMNS k ON k.OWNER = c.OWNER AND"
                        + " k.CONSTRAINT_NAME = c.CONSTRAINT_NAME WHERE c.OWNER = 'APP' AND c.TABLE_NAME = 'T'"
                        + " ORDER BY c.CONSTRAINT_NAME, k.POSITION"))
                .containsExactly("T_FK R P ENABLED", "T_PK P ID ENABLED", "T_PK P V ENABLED", "T_UK U W ENABLED");
        assertThat(fixture.read("SELECT CONSTRAINT_NAME FROM ALL_CONSTRAINTS WHERE CONSTRAINT_TYPE = 'C'"))
                .isEmpty();
    }

    @Test
    void indexesOfKeysHaveTheKeysNames() throws SQLException {
        assertThat(fixture.read("SELECT i.INDEX_NAME || ' ' || c.COLUMN_NAME FROM ALL_INDEXES i JOIN ALL_IND_COLUMNS c"
                        + " ON c.INDEX_OWNER = i.OWNER AND c.INDEX_NAME = i.INDEX_NAME WHERE i.UNIQUENESS = 'UNIQUE'"
                        + " AND i.TABLE_NAME = 'T' ORDER BY i.INDEX_NAME, c.COLUMN_POSITION"))
                .containsExactly("T_PK ID", "T_PK V", "T_UK W");
    }

    @Test
    void driversMetadataWorks() throws SQLException {
        try (Connection connection = fixture.connect()) {
            DatabaseMetaData metaData = connection.getMetaData();

            assertThat(names(metaData.getTables(null, "APP", "%", new String[] {"TABLE"}), "TABLE_NAME"))
                    .contains("PARENT", "T");
            assertThat(names(metaData.getColumns(null, "APP", "T", "%"), "COLUMN_NAME"))
                    .startsWith("ID", "V", "W")
                    .hasSize(10);
            assertThat(names(metaData.getPrimaryKeys(null, "APP", "T"), "COLUMN_NAME"))
                    .containsExactlyInAnyOrder("ID", "V");
            assertThat(names(metaData.getImportedKeys(null, "APP", "T"), "PKTABLE_NAME"))
                    .containsExactly("PARENT");
            assertThat(names(metaData.getIndexInfo(null, "APP", "T", true, true), "INDEX_NAME"))
                    .contains("T_PK", "T_UK");
            assertThat(names(metaData.getIndexInfo(null, "APP", "T", false, false), "INDEX_NAME"))
                    .contains("T_PK", "T_UK");
            assertThat(names(metaData.getVersionColumns(null, "APP", "T"), "COLUMN_NAME"))
                    .isEmpty();
            assertThat(names(metaData.getColumnPrivileges(null, "APP", "T", "%"), "COLUMN_NAME"))
                    .isEmpty();
            assertThat(names(metaData.getFunctions(null, "APP", "%"), "FUNCTION_NAME"))
                    .isEmpty();
        }
    }

    @Test
    void viewsOfOnesOwnObjectsAndOfWhatIsNotThereAnswer() throws SQLException {
        fixture.run(
                "CREATE GLOBAL TEMPORARY TABLE SCRATCH (ID NUMBER)",
                "CREATE TABLE NUMBERED (ID NUMBER(10) GENERATED ALWAYS AS IDENTITY PRIMARY KEY, C CLOB)",
                "CREATE SEQUENCE COUNTING");

        assertThat(fixture.read("SELECT TEMPORARY FROM ALL_TABLES WHERE TABLE_NAME = 'SCRATCH'"))
                .containsExactly("Y");
        assertThat(fixture.read("SELECT SEQUENCE_NAME FROM ALL_TAB_IDENTITY_COLS WHERE TABLE_NAME = 'NUMBERED'"))
                .first()
                .asString()
                .startsWith("ISEQ$$_");
        assertThat(fixture.read("SELECT CYCLE_FLAG FROM USER_SEQUENCES WHERE SEQUENCE_NAME = 'COUNTING'"))
                .containsExactly("N");
        assertThat(fixture.read("SELECT COLUMN_NAME FROM ALL_LOBS WHERE TABLE_NAME = 'NUMBERED'"))
                .containsExactly("C");
        assertThat(fixture.read("SELECT COLUMN_NAME FROM USER_TAB_COLS WHERE TABLE_NAME = 'PARENT'"))
                .containsExactly("ID");
        assertThat(fixture.read("SELECT INDEX_NAME FROM USER_INDEXES WHERE TABLE_NAME = 'PARENT'"))
                .containsExactly("PARENT_PK");
        assertThat(fixture.read("SELECT PRIVILEGE FROM USER_SYS_PRIVS")).contains("CREATE TABLE");
        assertThat(fixture.read("SELECT PRIVILEGE FROM USER_TAB_PRIVS WHERE TABLE_NAME = 'PARENT'"))
                .contains("INSERT");
        assertThat(fixture.read("SELECT TABLE_NAME FROM ALL_PART_TABLES")).isEmpty();
        assertThat(fixture.read("SELECT OBJECT_NAME FROM USER_OBJECTS")).contains("PARENT");
    }

    private static List<String> names(ResultSet rows, String column) throws SQLException {
        List<String> names = new ArrayList<>();
        try (rows) {
            while (rows.next()) {
                names.add(rows.getString(column));
            }
        }
        return names;
    }

    @Test
    void databaseSaysWhatItIs() throws SQLException {
        assertThat(fixture.read("SELECT value FROM nls_database_parameters WHERE parameter = 'NLS_CHARACTERSET'"))
                .containsExactly("AL32UTF8");
        assertThat(fixture.read("SELECT banner FROM v$version"))
                .first()
                .asString()
                .contains("stand-in");
        assertThat(fixture.read("SELECT SYS_CONTEXT('USERENV','SERVICE_NAME') FROM dual"))
                .containsExactly("SEALANE");
        assertThat(fixture.read("SELECT LENGTHB(RPAD('x', 32767, 'x')) FROM dual"))
                .containsExactly("4000");
    }

    @Test
    void triggersInstalledStraightInH2AreListedAndRun() throws Exception {
        fixture.run("CREATE TABLE WATCHED (ID NUMBER(10) PRIMARY KEY)");
        try (Connection h2 = fixture.standIn().openH2()) {
            h2.createStatement()
                    .execute("CREATE TRIGGER WATCH BEFORE INSERT ON WATCHED FOR EACH ROW CALL '"
                            + AddOneHundred.class.getName() + "'");
        }
        fixture.run("INSERT INTO WATCHED VALUES (1)");
        assertThat(fixture.read("SELECT ID FROM WATCHED")).containsExactly("101");
        assertThat(fixture.read("SELECT TRIGGER_NAME FROM ALL_TRIGGERS WHERE TABLE_NAME = 'WATCHED'"))
                .containsExactly("WATCH");
    }

    /** H2 makes it by name. */
    public static final class AddOneHundred implements org.h2.api.Trigger {
        @Override
        public void fire(Connection connection, Object[] oldRow, Object[] newRow) {
            newRow[0] = ((java.math.BigDecimal) newRow[0]).add(java.math.BigDecimal.valueOf(100));
        }
    }
}
