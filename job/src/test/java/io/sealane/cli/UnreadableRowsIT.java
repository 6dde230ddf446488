package io.sealane.cli;

import io.sealane.cli.TestSite.Result;
import io.sealane.cli.TestSite.Running;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Rows that PostgreSQL itself cannot send: in a database of encoding SQL_ASCII, which holds whatever it was given. */
@Timeout(120)
class UnreadableRowsIT {
    private static final String LATIN1 = "convert_from('\\x636166e9'::bytea, 'SQL_ASCII')";

    @TempDir
    private static Path directory;

    private static TestSite site;

    @BeforeAll
    static void start() throws Exception {
        site = new TestSite(directory, Map.of());
        site.postgres.execute(
                "CREATE DATABASE ascii OWNER app ENCODING 'SQL_ASCII' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
    }

    @AfterAll
    static void stop() throws Exception {
        site.close();
    }

    @Test
    void aTextThatIsNotInItsEncodingStopsTheJobInsteadOfKeepingItBusy() throws Exception {
        inSource(
                "CREATE TABLE notes (id int PRIMARY KEY, note text)",
                "INSERT INTO notes VALUES (1, convert_from('\\x636166c3a9'::bytea, 'SQL_ASCII'))");
        site.inTarget("CREATE TABLE NOTES (ID NUMBER(10) NOT NULL, NOTE VARCHAR2(40),"
                + " CONSTRAINT NOTES_PK PRIMARY KEY (ID))");
        String yaml = yaml("notes");

        Result prepared = site.sealane("prepare", yaml);
        Running run = site.sealaneInBackground("run", yaml, "--local");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> "café".equals(site.fromTarget("SELECT MAX(NOTE) FROM NOTES")));
        inSource("INSERT INTO notes VALUES (2, " + LATIN1 + ")");
        Result ended = run.await();

        assertThat(prepared.exitCode()).isZero();
        assertThat(prepared.out() + prepared.err()).contains("The database's encoding is SQL_ASCII");
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(3);
        assertThat(ended.err())
                .contains("SRC-323 Cannot read the change stream from")
                .contains("invalid byte sequence for encoding \"UTF8\": 0xe9")
                .contains("Correct the value at the source");
        assertThat(site.fromTarget("SELECT COUNT(*) FROM NOTES")).isEqualTo("1");
    }

    @Test
    void theCopyNamesTheTableOfSuchAText() throws Exception {
        inSource("CREATE TABLE names (name text PRIMARY KEY)", "INSERT INTO names VALUES (" + LATIN1 + ")");
        site.inTarget("CREATE TABLE NAMES (NAME VARCHAR2(40) NOT NULL, CONSTRAINT NAMES_PK PRIMARY KEY (NAME))");

        Result ended = site.sealaneInBackground("run", yaml("names"), "--local").await();

        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(3);
        assertThat(ended.err()).contains("SRC-323 Cannot copy public.names from");
        assertThat(site.fromTarget("SELECT COUNT(*) FROM NAMES")).isEqualTo("0");
    }

    @Test
    void aRowThatPostgreSqlCannotSendIsNoPassingFault() throws Exception {
        inSource(
                "CREATE TABLE huge (id int PRIMARY KEY, data bytea)",
                "INSERT INTO huge VALUES (1, convert_to(repeat('x', 540 << 20), 'SQL_ASCII'))");
        site.inTarget("CREATE TABLE HUGE (ID NUMBER(10) NOT NULL, DATA BLOB, CONSTRAINT HUGE_PK PRIMARY KEY (ID))");

        Result ended = site.sealaneInBackground("run", yaml("huge"), "--local").await();

        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(3);
        assertThat(ended.err())
                .contains("SRC-324 Cannot copy public.huge from")
                .contains("the text of a row shares 1 GB");
    }

    private static String yaml(String table) {
        return site.yaml("- public." + table)
                .replace("name: test", "name: " + table)
                .replace("database: postgres", "database: ascii");
    }

    private static void inSource(String... statements) throws SQLException {
        String url = site.postgres.url().replace("/postgres", "/ascii");
        try (Connection connection = DriverManager.getConnection(url, "app", "right");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
