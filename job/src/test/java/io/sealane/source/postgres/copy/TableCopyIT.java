package io.sealane.source.postgres.copy;

import io.sealane.config.SourceConfig;
import io.sealane.model.Lsn;
import io.sealane.model.MigrationException;
import io.sealane.model.RowText;
import io.sealane.model.SourceTable;
import io.sealane.model.TableId;
import io.sealane.source.postgres.Catalog;
import io.sealane.source.postgres.Durability;
import io.sealane.source.postgres.PostgresConnections;
import io.sealane.testing.TestPostgres;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TableCopyIT {
    private static TestPostgres postgres;
    private static SourceConfig config;

    @BeforeAll
    static void startServer() {
        // WAL is flushed late, so that what is visible is not durable yet
        postgres = TestPostgres.start(Map.of("synchronous_commit", "off", "wal_writer_delay", "300ms"));
        config = postgres.sourceConfig("none", "none");
    }

    @AfterAll
    static void stopServer() {
        postgres.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "int8        ~ i::int8 * i * 1000",
                "int2        ~ i",
                "uuid        ~ md5(i::text)::uuid",
                "numeric(20,5) ~ sqrt(i)::numeric(20,5)",
                "timestamp   ~ timestamp '2020-01-01' + i * interval '7.123456 s'",
                "timestamptz ~ timestamptz '2020-01-01 00:00:00Z' - i * interval '1 s'",
                "text        ~ 'O''K\\' || (i % 7) || '-' || i",
                "varchar(30) ~ CASE i % 2 WHEN 0 THEN 'ä' ELSE 'Z' END || i",
                "bpchar(9)   ~ i::text",
                "date        ~ date '1900-01-01' + i",
                "text COLLATE \"C\" ~ chr(65 + i % 60) || i"
            })
    void chunksOfEveryKeyTypeAreEvenAndCoverEachRowOnce(String type, String key) throws Exception {
        postgres.execute(
                "DROP TABLE IF EXISTS keyed",
                "CREATE TABLE keyed (pad text, \"The \"\"key\"\"\" " + type + " PRIMARY KEY)",
                "INSERT INTO keyed SELECT repeat('x', i % 100), " + key + " FROM generate_series(1, 10400) i");

        assertEvenAndComplete("keyed", 1_000, 10_400, 10);
    }

    @Test
    void chunksOfCompositeKeysAreEven() throws Exception {
        postgres.execute(
                "CREATE TABLE composite (a int, b text, c numeric, PRIMARY KEY (b, a))",
                "INSERT INTO composite SELECT i, CASE WHEN i < 9000 THEN 'many' ELSE 'few' || i % 3 END, i"
                        + " FROM generate_series(1, 10000) i");

        assertEvenAndComplete("composite", 1_000, 10_000, 10);
    }

    @Test
    void chunksOfPartitionedTablesCrossPartitions() throws Exception {
        postgres.execute(
                "CREATE TABLE parted (id int PRIMARY KEY, a text) PARTITION BY RANGE (id)",
                "CREATE TABLE parted_low PARTITION OF parted FOR VALUES FROM (MINVALUE) TO (7000)",
                "CREATE TABLE parted_high PARTITION OF parted DEFAULT PARTITION BY HASH (id)",
                "CREATE TABLE parted_high_0 PARTITION OF parted_high FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
                "CREATE TABLE parted_high_1 PARTITION OF parted_high FOR VALUES WITH (MODULUS 2, REMAINDER 1)",
                "INSERT INTO parted SELECT i, 'a' FROM generate_series(1, 10000) i");

        assertEvenAndComplete("parted", 1_000, 10_000, 10);
    }

    @Test
    void childrenByInheritanceAreNotTheirParents() throws Exception {
        postgres.execute(
                "CREATE TABLE parent (id int PRIMARY KEY)",
                "CREATE TABLE child () INHERITS (parent)",
                "INSERT INTO parent VALUES (1)",
                "INSERT INTO child VALUES (2)");

        assertThat(copy(describe("parent"), KeyRange.ALL)).containsExactly(RowText.of("1"));
    }

    @Test
    void bigTablesAreSampledAndPlanningGoesOnAfterARestart() throws Exception {
        // 8 rows a page, about 7,500 pages: only a part of them is read
        postgres.execute(
                "CREATE TABLE big (id int PRIMARY KEY, pad text) WITH (fillfactor = 10)",
                "INSERT INTO big SELECT i, repeat('x', 60) FROM generate_series(1, 60000) i");
        SourceTable table = describe("big");
        try (Connection connection = new PostgresConnections(config).open()) {
            List<KeyRange> ranges = new ArrayList<>();
            ChunkPlanner planner = new ChunkPlanner(connection, table, 5_000);
            for (int i = 0; i < 5; i++) {
                ranges.add(planner.next());
            }
            ChunkPlanner restarted = new ChunkPlanner(connection, table, 5_000, ranges.get(4));
            while (restarted.hasNext()) {
                ranges.add(restarted.next());
            }
            assertThat(new ChunkPlanner(connection, table, 5_000, ranges.get(ranges.size() - 1)).hasNext())
                    .isFalse();
            assertThat(ranges).hasSizeBetween(11, 13);
            assertComplete(table, ranges, 60_000);
        }
    }

    @Test
    void planningHoldsABoundedNumberOfBounds() throws Exception {
        postgres.execute("CREATE TABLE many (id int PRIMARY KEY)", "INSERT INTO many SELECT generate_series(1, 20000)");
        SourceTable table = describe("many");
        List<KeyRange> ranges = plan(table, 2);
        assertThat(ranges).hasSizeGreaterThan(2 * KeySample.BOUNDS).hasSizeBetween(9_900, 10_100);
        assertThat(ranges.get(0).from()).isNull();
        for (int i = 1; i < ranges.size(); i++) {
            assertThat(ranges.get(i).from()).isEqualTo(ranges.get(i - 1).to());
        }
    }

    @Test
    void emptyAndTinyTablesAreOneChunk() throws Exception {
        postgres.execute("CREATE TABLE nothing (id uuid PRIMARY KEY)", "CREATE TABLE tiny (id text PRIMARY KEY)");
        postgres.execute("INSERT INTO tiny VALUES ('a'), ('b')");

        assertThat(plan(describe("nothing"), 1_000)).containsExactly(KeyRange.ALL);
        assertThat(plan(describe("tiny"), 1_000)).containsExactly(KeyRange.ALL);
        assertThat(copy(describe("nothing"), KeyRange.ALL)).isEmpty();
        assertThat(copy(describe("tiny"), KeyRange.ALL)).hasSize(2);
    }

    @Test
    void copyWaitsUntilWhatItSeesIsDurable() throws Exception {
        postgres.execute("CREATE TABLE late (id int PRIMARY KEY)");
        SourceTable table = describe("late");

        postgres.execute("INSERT INTO late VALUES (1)");
        Lsn written = Lsn.parse(Objects.requireNonNull(postgres.queryOne("SELECT pg_current_wal_insert_lsn()")));
        try (TableCopy copy = new TableCopy(config)) {
            CopyResult result = copy.copy(table, KeyRange.ALL, row -> assertThat(
                            postgres.queryOne("SELECT pg_current_wal_flush_lsn() >= '" + written + "'"))
                    .isEqualTo("t"));
            assertThat(result.rows()).isEqualTo(1);
            assertThat(result.snapshotEnd()).isGreaterThanOrEqualTo(written);
        }
    }

    @Test
    void durabilityIsNotWaitedForOnAFreshWalPage() throws Exception {
        try (Connection connection = new PostgresConnections(config).open()) {
            postgres.execute("SELECT pg_switch_wal()");
            assertThat(Durability.awaitFlushed(connection, Duration.ofSeconds(5)))
                    .isGreaterThan(Lsn.ZERO);
        }
    }

    @Test
    void abortFromAnotherThreadEndsAHeldBackCopy() throws Exception {
        postgres.execute(
                "CREATE TABLE held (id int PRIMARY KEY, pad text)",
                "INSERT INTO held SELECT i, repeat('x', 1000) FROM generate_series(1, 50000) i");
        SourceTable table = describe("held");
        TableCopy copy = new TableCopy(config);
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch aborted = new CountDownLatch(1);

        CompletableFuture<Void> copying = CompletableFuture.runAsync(() -> {
            try {
                copy.copy(table, KeyRange.ALL, row -> {
                    reached.countDown();
                    aborted.await();
                });
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        reached.await();
        copy.abort();
        aborted.countDown();

        assertThatThrownBy(() -> copying.get(5, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
    }

    @Test
    void changedColumnsAreAnError() throws Exception {
        postgres.execute("CREATE TABLE altered (id int PRIMARY KEY, n numeric(10,2))");
        SourceTable planned = describe("altered");
        postgres.execute("ALTER TABLE altered ALTER n TYPE numeric(10,4)");

        assertThatThrownBy(() -> copy(planned, KeyRange.ALL))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("public.altered")
                .hasMessageContaining("n numeric(10,4)");
    }

    @Test
    void singleRowsAreReadByKey() throws Exception {
        postgres.execute(
                "CREATE TABLE lookup (a bpchar(4), n numeric, doc text, PRIMARY KEY (n, a))",
                "INSERT INTO lookup VALUES ('it''s', 1.50, E'tab\\tand \\\\'), ('b', 1.5, 'other')");
        SourceTable table = describe("lookup");
        try (Connection connection = new PostgresConnections(config).open()) {
            assertThat(RowReader.read(connection, table, RowText.of("it's", "1.5", null)))
                    .contains(RowText.of("it's", "1.50", "tab\tand \\"));
            assertThat(RowReader.read(connection, table, RowText.of("it's", "2", null)))
                    .isEmpty();
        }
    }

    private static SourceTable describe(String name) throws Exception {
        TableId id = new TableId("public", name);
        try (Connection connection = new PostgresConnections(config).open()) {
            return Objects.requireNonNull(
                    Catalog.describe(connection, List.of(id)).get(id));
        }
    }

    private static List<KeyRange> plan(SourceTable table, int chunkRows) throws Exception {
        try (Connection connection = new PostgresConnections(config).open()) {
            List<KeyRange> ranges = new ArrayList<>();
            ChunkPlanner planner = new ChunkPlanner(connection, table, chunkRows);
            while (planner.hasNext()) {
                ranges.add(planner.next());
            }
            return ranges;
        }
    }

    private static List<RowText> copy(SourceTable table, KeyRange range) throws Exception {
        List<RowText> rows = new ArrayList<>();
        try (TableCopy copy = new TableCopy(config)) {
            copy.copy(table, range, rows::add);
        }
        return rows;
    }

    private static void assertEvenAndComplete(String name, int chunkRows, int rows, int chunks) throws Exception {
        SourceTable table = describe(name);
        List<KeyRange> ranges = plan(table, chunkRows);
        assertThat(ranges).hasSize(chunks);
        assertThat(assertComplete(table, ranges, rows))
                .allSatisfy(size -> assertThat(size).isBetween(chunkRows * 3 / 4, chunkRows * 5 / 4));
    }

    /** Gives the chunks' sizes. */
    private static List<Integer> assertComplete(SourceTable table, List<KeyRange> ranges, int rows) throws Exception {
        List<RowText> copied = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        for (KeyRange range : ranges) {
            List<RowText> chunk = copy(table, range);
            sizes.add(chunk.size());
            copied.addAll(chunk);
        }
        assertThat(copied).hasSize(rows);
        assertThat(copied.stream()
                        .map(row -> table.key().stream().map(row::text).toList())
                        .distinct()
                        .count())
                .as("distinct keys")
                .isEqualTo(rows);
        return sizes;
    }
}
