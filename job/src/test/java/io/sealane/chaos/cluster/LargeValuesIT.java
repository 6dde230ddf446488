package io.sealane.chaos.cluster;

import io.sealane.cluster.ClusterOptions;
import io.sealane.cluster.ClusterProcesses;
import io.sealane.cluster.FlinkRest;
import io.sealane.cluster.FlinkRest.Run;
import io.sealane.testing.TestPostgres;
import java.io.InputStream;
import java.io.Reader;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Rows with a bytea and a text of 300 MB each, by a TaskManager with 2 GB of task heap: 900 MB of text a row, which is about
 * as much as PostgreSQL can send in one message. The target is a stand-in with 384 MB. Compared by MD5 of the value, which
 * PostgreSQL computes on its side and plain JDBC on the other.
 */
@Timeout(560)
@Tag("long")
final class LargeValuesIT {
    private static final int MEGABYTES = 300;

    /** Nearly a megabyte each, none equal to another. */
    private static final String BYTES = "(SELECT string_agg(int4send(i) || block, '') FROM generate_series(1, %d) i,"
            + " (SELECT string_agg(sha256(int4send(j)), '' ORDER BY j) AS block FROM generate_series(1, 32767) j) b)";

    private static final String TEXT =
            "(SELECT string_agg(translate(lpad((i + %d)::text, 8, '0'), '0123456789', 'абвгдежзик') || block, '')"
                    + " FROM generate_series(1, %d) i,"
                    + " (SELECT string_agg(chr(1040 + j %% 64), '') AS block FROM generate_series(1, 524280) j) b)";

    @TempDir
    private static Path directory;

    @Test
    void rowsOfNineHundredMegabytesPassInTwoGigabytes() throws Exception {
        Path rows = Files.createDirectories(directory.resolve("standin"));
        ClusterOptions options = ClusterOptions.usual()
                .withTaskManagers(1, 2)
                .with("taskmanager.memory.process.size", "3200m")
                .with("taskmanager.memory.task.heap.size", "2g")
                .withJvmArguments("-XX:-UseSerialGC -XX:+UseG1GC -XX:+ExitOnOutOfMemoryError");
        try (TestPostgres postgres = TestPostgres.start(Map.of("wal_sender_timeout", "60s"));
                StandInProcess standIn = new StandInProcess(rows, "APP", "secret");
                ClusterProcesses cluster = ClusterProcesses.start(directory.resolve("cluster"), options)) {
            postgres.execute("CREATE TABLE docs (id int PRIMARY KEY, body bytea, note text, state text)");
            insert(postgres, 1);
            try (Connection connection = DriverManager.getConnection(standIn.url(), "APP", "secret");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE DOCS (ID NUMBER(10) NOT NULL, BODY BLOB, NOTE CLOB,"
                        + " STATE VARCHAR2(20), CONSTRAINT DOCS_PK PRIMARY KEY (ID))");
            }

            FlinkRest rest = cluster.rest();
            String jar = rest.upload(ClusterProcesses.sealaneJar());
            String job = rest.run(
                    jar, Run.of("run", "--config", config(postgres, standIn)).withParallelism(1));
            awaitSame(rest, job, postgres, standIn);

            insert(postgres, 2);
            awaitSame(rest, job, postgres, standIn);
            postgres.execute("UPDATE docs SET state = 'changed' WHERE id = 1");
            // The large values did not change, so they do not come with the row under its new key.
            postgres.execute("UPDATE docs SET id = 3 WHERE id = 2");
            awaitSame(rest, job, postgres, standIn);
            assertThat(rest.exceptions(job)).isEmpty();
            rest.cancel(job);
        }
    }

    private static void insert(TestPostgres postgres, int id) {
        postgres.execute("INSERT INTO docs VALUES (" + id + ", " + BYTES.formatted(MEGABYTES) + ", "
                + TEXT.formatted(id, MEGABYTES) + ", 'new')");
    }

    private static String config(TestPostgres postgres, StandInProcess standIn) throws Exception {
        return Files.writeString(directory.resolve("docs.yaml"), """
                        job:
                          name: docs
                          lanes: 8
                          checkpoint: {interval: 1s}
                        source:
                          host: localhost
                          port: %d
                          database: %s
                          user: %s
                          password: ${env:HOME}
                        target:
                          url: %s
                          user: app
                          password: ${file:%s}
                          schema: APP
                          flush: {directory: %s}
                        tables: [public.docs]
                        """.formatted(
                                postgres.port(),
                                postgres.database(),
                                TestPostgres.USER,
                                standIn.url(),
                                Files.writeString(directory.resolve("password"), "secret"),
                                directory.resolve("large")))
                .toString();
    }

    private static void awaitSame(FlinkRest rest, String job, TestPostgres postgres, StandInProcess standIn)
            throws Exception {
        List<List<@Nullable String>> expected = postgres.query(
                "SELECT id::text, state, octet_length(body)::text, md5(body), length(note)::text, md5(note) FROM docs"
                        + " ORDER BY id");
        await().atMost(Duration.ofSeconds(200))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    assertThat(rest.exceptions(job)).isEmpty();
                    assertThat(keys(standIn))
                            .isEqualTo(expected.stream()
                                    .map(row -> row.subList(0, 2))
                                    .toList());
                });
        assertThat(rows(standIn)).isEqualTo(expected);
    }

    private static List<List<String>> keys(StandInProcess standIn) throws Exception {
        try (Connection connection = DriverManager.getConnection(standIn.url(), "APP", "secret");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT ID, STATE FROM DOCS ORDER BY ID")) {
            List<List<String>> keys = new ArrayList<>();
            while (row.next()) {
                keys.add(List.of(row.getString(1), row.getString(2)));
            }
            return keys;
        }
    }

    private static List<List<String>> rows(StandInProcess standIn) throws Exception {
        try (Connection connection = DriverManager.getConnection(standIn.url(), "APP", "secret");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT ID, STATE, BODY, NOTE FROM DOCS ORDER BY ID")) {
            List<List<String>> rows = new ArrayList<>();
            while (row.next()) {
                List<String> values = new ArrayList<>(List.of(row.getString(1), row.getString(2)));
                addBytes(values, row);
                addText(values, row);
                rows.add(values);
            }
            return rows;
        }
    }

    private static void addBytes(List<String> values, ResultSet row) throws Exception {
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        long length = 0;
        try (InputStream stream = row.getBlob(3).getBinaryStream()) {
            byte[] part = new byte[1 << 20];
            for (int n = stream.read(part); n >= 0; n = stream.read(part)) {
                md5.update(part, 0, n);
                length += n;
            }
        }
        values.add(Long.toString(length));
        values.add(HexFormat.of().formatHex(md5.digest()));
    }

    private static void addText(List<String> values, ResultSet row) throws Exception {
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        long length = 0;
        try (Reader reader = row.getClob(4).getCharacterStream()) {
            char[] part = new char[1 << 20];
            for (int n = reader.read(part); n >= 0; n = reader.read(part)) {
                md5.update(StandardCharsets.UTF_8.encode(CharBuffer.wrap(part, 0, n)));
                length += n;
            }
        }
        values.add(Long.toString(length));
        values.add(HexFormat.of().formatHex(md5.digest()));
    }
}
