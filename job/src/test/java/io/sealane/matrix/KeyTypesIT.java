package io.sealane.matrix;

import io.sealane.cli.TestSite;
import io.sealane.cli.TestSite.Running;
import io.sealane.matrix.Family.Comparison;
import io.sealane.testing.TargetServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Keys of every type into every column that can be a key: found again by updates, moves and deletes. */
@Timeout(300)
class KeyTypesIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** @param values SQL expressions: four that are copied, one that is inserted, one that the first moves to */
    private record Key(String type, String oracle, List<String> values) {}

    private static final List<Key> KEYS = Stream.of(
                    keys(
                            "int4",
                            List.of("NUMBER(10)", "VARCHAR2(20)", "BINARY_DOUBLE", "CHAR(12)"),
                            "1",
                            "-2",
                            "30",
                            "4",
                            "5",
                            "6"),
                    keys("numeric", List.of("NUMBER", "VARCHAR2(20)"), "1.0", "2.50", "-3", "100", "0.001", "1.00"),
                    keys("money", List.of("NUMBER(19,2)", "VARCHAR2(20)"), "1", "1234.56", "-3", "4", "5", "6"),
                    keys(
                            "float8",
                            List.of("BINARY_DOUBLE", "NUMBER", "VARCHAR2(30)"),
                            "1",
                            "0.1",
                            "1e20",
                            "-4",
                            "5e-10",
                            "6"),
                    keys("bool", List.of("NUMBER(1)", "VARCHAR2(1)"), "true", "false"),
                    keys(
                            "text",
                            List.of("VARCHAR2(20)", "NVARCHAR2(20)", "CHAR(10)", "NCHAR(10)"),
                            "a",
                            "A",
                            "é",
                            "10",
                            "😀",
                            "b"),
                    keys("char(4)", List.of("CHAR(4)", "VARCHAR2(4)", "NCHAR(4)"), "a", "ab", "abc", "abcd", "x", "y"),
                    keys("bytea", List.of("RAW(20)"), "\\x00", "\\x0000", "\\xff", "\\x01", "\\x02", "\\x03"),
                    keys("uuid", List.of("RAW(16)", "VARCHAR2(36)", "CHAR(36)"), uuids()),
                    keys(
                            "bit varying",
                            List.of("RAW(2)", "VARCHAR2(20)"),
                            "00000000",
                            "0000000000000000",
                            "11111111",
                            "10101010",
                            "00000001",
                            "10000000"),
                    keys(
                            "date",
                            List.of("DATE", "TIMESTAMP(6)", "VARCHAR2(20)"),
                            "2024-01-01",
                            "0044-03-15 BC",
                            "1999-12-31",
                            "2000-02-29",
                            "9999-12-31",
                            "2024-01-02"),
                    keys(
                            "timestamp",
                            List.of("TIMESTAMP(6)", "VARCHAR2(40)"),
                            "2024-01-01 00:00:00.000001",
                            "2024-01-01",
                            "0044-03-15 BC",
                            "1970-01-01",
                            "9999-12-31",
                            "2024-01-02"),
                    keys(
                            "timestamptz",
                            List.of("TIMESTAMP(6) WITH LOCAL TIME ZONE", "VARCHAR2(40)"),
                            "2024-01-01 00:00+02",
                            "2024-01-01 00:00:00.5+00",
                            "1970-01-01",
                            "2030-01-01",
                            "2031-01-01",
                            "2032-01-01"),
                    keys(
                            "time",
                            List.of("INTERVAL DAY(1) TO SECOND(6)", "VARCHAR2(20)"),
                            "00:00",
                            "24:00",
                            "12:34:56.789",
                            "01:00",
                            "02:00",
                            "03:00"),
                    keys(
                            "interval",
                            List.of("INTERVAL DAY(4) TO SECOND(6)", "VARCHAR2(40)"),
                            "1 day",
                            "-02:03:04.5",
                            "25 hours",
                            "0",
                            "100 days",
                            "2 days"),
                    keys(
                            "interval",
                            List.of("INTERVAL YEAR(4) TO MONTH"),
                            "1 mon",
                            "-13 mons",
                            "9 years",
                            "0",
                            "2 years",
                            "25 mons"),
                    keys(
                            "inet",
                            List.of("VARCHAR2(50)"),
                            "1.2.3.4",
                            "1.2.3.4/24",
                            "::1",
                            "10.0.0.0/8",
                            "fe80::1",
                            "1.1.1.1"),
                    keys("mood", List.of("VARCHAR2(20)"), "sad", "ok"),
                    keys("int4[]", List.of("VARCHAR2(40)"), "{}", "{1}", "{1,NULL}", "{{1},{2}}", "{2}", "{3}"),
                    keys("int4range", List.of("VARCHAR2(40)"), "empty", "[1,2)", "(,)", "[5,9)", "[7,8)", "[1,3)"),
                    keys("jsonb", List.of("VARCHAR2(100)"), "1", "\"a\"", "{\"b\": 1, \"a\": 2}", "[]", "null", "{}"),
                    keys("pair", List.of("VARCHAR2(100)"), "(1,a)", "(2,b)", "(3,)", "(4,\"x y\")", "(5,e)", "(6,f)"),
                    keys("pg_lsn", List.of("VARCHAR2(40)"), "0/1", "1/0", "FF/FF", "0/2", "0/3", "0/4"))
            .flatMap(keys -> keys)
            .toList();

    private static Stream<Key> keys(String type, List<String> columns, String... values) {
        List<String> quoted =
                Stream.of(values).map(value -> "'" + value + "'::" + type).toList();
        return columns.stream().map(column -> new Key(type, column, quoted));
    }

    private static String[] uuids() {
        return IntStream.rangeClosed(1, 6)
                .mapToObj(i -> "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1" + i)
                .toArray(String[]::new);
    }

    @Test
    void rowsAreFoundByTheirKeys(@TempDir Path directory) throws Exception {
        try (TestSite site = new TestSite(directory, Map.of(), TargetServer.ofContract())) {
            site.inSource(Families.TYPES.toArray(new String[0]));
            site.dropInTarget(
                    IntStream.range(0, KEYS.size()).mapToObj(i -> "K" + i).toList());
            for (int i = 0; i < KEYS.size(); i++) {
                create(site, i);
            }
            String yaml = site.yaml(IntStream.range(0, KEYS.size())
                    .mapToObj(i -> "- public.k" + i)
                    .collect(Collectors.joining("\n")));

            Running run = site.sealaneInBackground("run", yaml, "--local");
            awaitCopied(site, run);
            for (int i = 0; i < KEYS.size(); i++) {
                change(site, i);
            }
            String now = String.valueOf(site.postgres.queryOne("SELECT pg_current_wal_lsn() - '0/0'"));
            site.postgres.execute("SELECT pg_logical_emit_message(true, 'test', 'now')");
            await().atMost(LIMIT)
                    .until(() -> run.result().isDone()
                            || Long.parseLong(site.fromTarget("SELECT MIN(COMMIT_LSN) FROM SEALANE_FENCE"))
                                    >= Long.parseLong(now));
            if (!run.result().isDone()) {
                run.cancelJob();
            }
            assertThat(run.await().err()).doesNotContain("CFG-", "SRC-", "TGT-");

            List<String> faults = new ArrayList<>();
            for (int i = 0; i < KEYS.size(); i++) {
                faults.addAll(differences(site, i));
            }
            assertThat(faults).isEmpty();
        }
    }

    private static void create(TestSite site, int number) throws Exception {
        Key key = KEYS.get(number);
        site.inSource(
                "CREATE TABLE k" + number + " (k " + key.type() + " PRIMARY KEY, v int)",
                "INSERT INTO k" + number + " SELECT k, 0 FROM (VALUES ("
                        + String.join(
                                "), (",
                                key.values().subList(0, Math.min(4, key.values().size()))) + ")) AS t(k)");
        site.inTarget("CREATE TABLE K" + number + " (K " + key.oracle() + " PRIMARY KEY, V NUMBER(10))");
    }

    private static void awaitCopied(TestSite site, Running run) throws Exception {
        for (int i = 0; i < KEYS.size(); i++) {
            String expected = String.valueOf(site.postgres.queryOne("SELECT count(*) FROM k" + i));
            String count = "SELECT COUNT(*) FROM K" + i;
            await().atMost(LIMIT)
                    .until(() -> run.result().isDone() || site.fromTarget(count).equals(expected));
        }
    }

    private static void change(TestSite site, int number) throws Exception {
        List<String> values = KEYS.get(number).values();
        String table = "k" + number;
        site.inSource("UPDATE " + table + " SET v = v + 1");
        if (values.size() > 2) {
            site.inSource(
                    "INSERT INTO " + table + " VALUES (" + values.get(4) + ", 7)",
                    "UPDATE " + table + " SET k = " + values.get(5) + ", v = 8 WHERE k = " + values.get(0));
        }
        site.inSource(
                "DELETE FROM " + table + " WHERE k = " + values.get(1),
                "UPDATE " + table + " SET v = v + 10 WHERE k = " + values.get(values.size() > 2 ? 3 : 0));
    }

    private static List<String> differences(TestSite site, int number) throws Exception {
        Key key = KEYS.get(number);
        Family family = new Family("k", key.type(), Comparison.TEXT, List.of(), List.of(), random -> "");
        List<@Nullable String> keys = new ArrayList<>();
        List<Integer> values = new ArrayList<>();
        try (Connection target = site.oracle.connect();
                Statement statement = target.createStatement();
                ResultSet rows = statement.executeQuery("SELECT K, V FROM K" + number)) {
            while (rows.next()) {
                String text = ReadBack.text(rows, 1, key.oracle(), family);
                keys.add(key.oracle().contains("CHAR(") && text != null ? text.stripTrailing() : text);
                values.add(rows.getInt(2));
            }
        }
        String sql = String.format(
                Locale.ROOT,
                "SELECT concat(s.k, ' ', s.v, ' / ', t.k, ' ', t.v) FROM unnest(?::text[], ?::int[]) s(k, v) FULL JOIN k%d t"
                        + " ON s.k::%s = t.k AND s.v = t.v WHERE s.k IS NULL OR t.k IS NULL",
                number,
                key.type());
        List<String> differences = new ArrayList<>();
        try (Connection source = site.postgres.connect();
                Statement settings = source.createStatement();
                PreparedStatement select = source.prepareStatement(sql)) {
            settings.execute(TypeMatrixIT.PINNED);
            select.setArray(1, source.createArrayOf("text", keys.toArray()));
            select.setArray(2, source.createArrayOf("int4", values.toArray()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    differences.add(key.type() + " into " + key.oracle() + ": " + rows.getString(1));
                }
            }
        }
        return differences;
    }
}
