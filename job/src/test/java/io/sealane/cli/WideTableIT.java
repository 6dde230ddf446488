package io.sealane.cli;

import io.sealane.cli.TestSite.Result;
import io.sealane.cli.TestSite.Running;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tables as wide as Oracle's: 1,000 columns, unless MAX_COLUMNS is EXTENDED (Database Reference, "Logical Database
 * Limits"). PostgreSQL's may have 1,600.
 */
@Timeout(120)
@Tag("long")
class WideTableIT {
    private static final int COLUMNS = 1000;

    @TempDir
    private static Path directory;

    private static TestSite site;

    @BeforeAll
    static void start() throws Exception {
        site = new TestSite(directory, Map.of());
    }

    @AfterAll
    static void stop() throws Exception {
        site.close();
    }

    @Test
    void aThousandColumnsAreCopiedAndStreamed() throws Exception {
        site.inSource(
                "CREATE TABLE wide (" + list(COLUMNS, i -> "c" + i + (isText(i) ? " text" : " int"))
                        + ", PRIMARY KEY (c0))",
                insert(1, 30));
        site.inTarget("CREATE TABLE WIDE ("
                + list(
                        COLUMNS,
                        i -> "C" + i + (isText(i) ? " VARCHAR2(40)" : " NUMBER(10)") + (i == 0 ? " NOT NULL" : ""))
                + ", CONSTRAINT WIDE_PK PRIMARY KEY (C0))");

        Running run = site.sealaneInBackground(
                "run", site.yaml("- public.wide").replace("name: test", "name: wide"), "--local");
        awaitSame();
        site.inSource(
                insert(31, 40),
                "UPDATE wide SET " + list(COLUMNS - 1, i -> "c" + (i + 1) + " = NULL") + " WHERE c0 <= 3",
                "UPDATE wide SET c999 = 'last', c2 = c2 + 1 WHERE c0 > 35",
                "UPDATE wide SET c0 = c0 + 100 WHERE c0 = 4",
                "DELETE FROM wide WHERE c0 BETWEEN 10 AND 20");
        awaitSame();

        run.cancelJob();
        assertThat(run.await().exitCode()).isZero();
    }

    @Test
    void aColumnForWhichTheTargetHasNoRoomIsRefusedBeforeAnythingIsMade() throws Exception {
        site.inSource("CREATE TABLE wider (" + list(COLUMNS + 1, i -> "c" + i + " int") + ", PRIMARY KEY (c0))");
        site.inTarget("CREATE TABLE WIDER (" + list(COLUMNS, i -> "C" + i + " NUMBER(10)" + (i == 0 ? " NOT NULL" : ""))
                + ", CONSTRAINT WIDER_PK PRIMARY KEY (C0))");
        String yaml = site.yaml("- public.wider").replace("name: test", "name: wider");

        Result refused = site.sealane("prepare", yaml);

        assertThat(refused.exitCode()).isEqualTo(4);
        assertThat(refused.err())
                .contains("TGT-402 Cannot write column c1000 of table public.wider: the target table APP.WIDER has no"
                        + " column C1000.")
                .contains("or list the source column in columns.drop")
                .doesNotContain("column c999 ");
        assertThat(site.postgres.queryOne(
                        "SELECT count(*) FROM pg_replication_slots WHERE slot_name = 'sealane_wider'"))
                .isEqualTo("0");
    }

    private static boolean isText(int column) {
        return column % 3 == 0 && column > 0;
    }

    private static String insert(int from, int to) {
        return "INSERT INTO wide SELECT "
                + list(COLUMNS, i -> i == 0 ? "i" : isText(i) ? "'" + i + "-' || i" : "i * 1000 + " + i)
                + " FROM generate_series(" + from + ", " + to + ") i";
    }

    private static String list(int count, IntFunction<String> item) {
        return IntStream.range(0, count).mapToObj(item).collect(Collectors.joining(", "));
    }

    private static void awaitSame() throws SQLException {
        String size = "SELECT COUNT(*) || ' ' || SUM(C0) FROM wide";
        String expectedSize = site.postgres.queryOne(size);
        List<List<String>> expected;
        try (Connection source = DriverManager.getConnection(site.postgres.url(), "app", "right")) {
            expected = rows(source);
        }
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    // The whole is asked for only then: it takes long to describe.
                    assertThat(site.fromTarget(size)).isEqualTo(expectedSize);
                    try (Connection target = site.oracle.connect()) {
                        assertThat(rows(target)).isEqualTo(expected);
                    }
                });
    }

    private static List<List<String>> rows(Connection connection) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT " + list(COLUMNS, i -> "c" + i) + " FROM wide ORDER BY c0")) {
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= COLUMNS; i++) {
                    values.add(String.valueOf(row.getString(i)));
                }
                rows.add(values);
            }
        }
        return rows;
    }
}
