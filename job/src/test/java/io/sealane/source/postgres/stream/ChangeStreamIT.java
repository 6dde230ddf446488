package io.sealane.source.postgres.stream;

import io.sealane.fence.FenceSpan;
import io.sealane.model.Lsn;
import io.sealane.model.MigrationException;
import io.sealane.model.Position;
import io.sealane.model.TableId;
import io.sealane.source.postgres.PostgresConnections;
import io.sealane.source.postgres.ReplicationSlot;
import io.sealane.source.postgres.SlotState;
import io.sealane.source.postgres.SourceIdentity;
import io.sealane.source.postgres.TestSource;
import io.sealane.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

final class ChangeStreamIT {
    private static TestPostgres postgres;

    private final RecordedChanges seen = new RecordedChanges();

    @BeforeAll
    static void startServer() {
        postgres = TestPostgres.start(Map.of("wal_sender_timeout", "2s"));
    }

    @AfterAll
    static void stopServer() {
        postgres.close();
    }

    @Test
    void everyKindOfChangeArrivesInCommitOrder() throws Exception {
        postgres.execute("CREATE TABLE kinds (id int PRIMARY KEY, a text, b text)");
        TestSource source = TestSource.of(postgres, "kinds", "kinds");

        postgres.execute(
                "INSERT INTO kinds VALUES (1, 'a', NULL)",
                "UPDATE kinds SET a = 'b'",
                "UPDATE kinds SET id = 2",
                "DELETE FROM kinds",
                "TRUNCATE kinds");

        try (ChangeStream stream = attach(source, source.start())) {
            poll(stream, () -> seen.commits.size() == 5);
        }
        assertThat(seen.changes)
                .containsExactly(
                        "insert kinds [1, a, null]",
                        "update kinds [1, b, null]",
                        "update kinds [1, -, -] -> [2, b, null]",
                        "delete kinds [2, -, -]",
                        "truncate [kinds]");
        assertThat(seen.commits).isSorted().doesNotHaveDuplicates();
        assertThat(seen.commitMicros / 1_000_000)
                .isBetween(System.currentTimeMillis() / 1000 - 60, System.currentTimeMillis() / 1000 + 1);
        source.drop();
    }

    @Test
    void unchangedLargeValuesAreMarked() throws Exception {
        postgres.execute(
                "CREATE TABLE big (id int PRIMARY KEY, n int, doc text)",
                "CREATE TABLE big_full (id int PRIMARY KEY, n int, doc text)",
                "ALTER TABLE big_full REPLICA IDENTITY FULL",
                "ALTER TABLE big ALTER doc SET STORAGE EXTERNAL",
                "ALTER TABLE big_full ALTER doc SET STORAGE EXTERNAL");
        TestSource source = TestSource.of(postgres, "big", "big", "big_full");

        postgres.execute(
                "INSERT INTO big VALUES (1, 1, repeat('x', 100000))",
                "UPDATE big SET n = 2",
                "UPDATE big SET id = 2",
                "INSERT INTO big_full VALUES (1, 1, repeat('x', 100000))",
                "UPDATE big_full SET n = 2",
                "UPDATE big_full SET id = 2");

        try (ChangeStream stream = attach(source, source.start())) {
            poll(stream, () -> seen.commits.size() == 6);
        }
        assertThat(seen.changes)
                .containsExactly(
                        "insert big [1, 1, 100000 bytes]",
                        "update big [1, 2, -]",
                        "update big [1, -, -] -> [2, 2, -]",
                        "insert big_full [1, 1, 100000 bytes]",
                        "update big_full [1, 1, 100000 bytes] -> [1, 2, -]",
                        "update big_full [1, 2, 100000 bytes] -> [2, 2, -]");
        source.drop();
    }

    @Test
    void transactionIsHandedOutWholeAndAgainFromItsStart() throws Exception {
        postgres.execute("CREATE TABLE many (id int PRIMARY KEY, a text)");
        TestSource source = TestSource.of(postgres, "many", "many");

        postgres.execute(
                "INSERT INTO many SELECT i, 'row ' || i FROM generate_series(1, 20000) i",
                "INSERT INTO many VALUES (0, 'after')");

        Lsn firstEnd;
        try (ChangeStream stream = attach(source, source.start())) {
            poll(stream, () -> seen.changes.size() >= 100);
            assertThat(stream.idlePosition()).as("inside a transaction").isNull();
            poll(stream, () -> seen.commits.size() == 1);
            firstEnd = seen.end;
            poll(stream, () -> seen.commits.size() == 2);
        }
        assertThat(seen.changes).hasSize(20_001).doesNotHaveDuplicates();
        assertThat(seen.changes.get(19_999)).isEqualTo("insert many [20000, row 20000]");
        assertThat(seen.commits.get(1)).isGreaterThanOrEqualTo(firstEnd);

        seen.changes.clear();
        seen.commits.clear();
        try (ChangeStream stream = attach(source, firstEnd)) {
            poll(stream, () -> seen.commits.size() == 1);
        }
        assertThat(seen.changes).containsExactly("insert many [0, after]");
        source.drop();
    }

    @Test
    void idlePositionAndSlotMoveWhileOnlyUnpublishedTablesAreWritten() throws Exception {
        postgres.execute("CREATE TABLE quiet (id int PRIMARY KEY)", "CREATE TABLE other (id int)");
        TestSource source = TestSource.of(postgres, "quiet", "quiet");

        try (ChangeStream stream = attach(source, source.start())) {
            postgres.execute("INSERT INTO other SELECT generate_series(1, 1000)");
            Lsn written = Lsn.parse(one("SELECT pg_current_wal_lsn()"));
            poll(stream, () -> !written.isAfter(idle(stream)));
            assertThat(slot(source).confirmedFlush())
                    .as("nothing acknowledged yet")
                    .isEqualTo(source.start());

            stream.acknowledge(idle(stream));
            await().until(() -> !written.isAfter(slot(source).confirmedFlush()));
        }
        assertThat(seen.changes).isEmpty();
        source.drop();
    }

    @Test
    void streamLivesThroughBackPressureByKeepAlives() throws Exception {
        postgres.execute("CREATE TABLE held (id int PRIMARY KEY)");
        TestSource source = TestSource.of(postgres, "held", "held");

        try (ChangeStream stream = attach(source, source.start())) {
            CompletableFuture<Void> written = CompletableFuture.runAsync(
                    () -> postgres.execute("INSERT INTO held SELECT generate_series(1, 100000)"));
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                stream.keepAlive();
                return written.isDone();
            });
            written.join();
            // longer than wal_sender_timeout, which is 2 s here
            await().during(Duration.ofSeconds(4)).atMost(Duration.ofSeconds(10)).until(() -> {
                stream.keepAlive();
                return true;
            });
            poll(stream, () -> seen.commits.size() == 1);
        }
        assertThat(seen.changes).hasSize(100_000);
        source.drop();
    }

    @Test
    void slotThatAnotherSessionHoldsIsWaitedFor() throws Exception {
        postgres.execute("CREATE TABLE waited (id int PRIMARY KEY)");
        TestSource source = TestSource.of(postgres, "waited", "waited");
        ChangeStream first = attach(source, source.start());

        CompletableFuture<ChangeStream> second = CompletableFuture.supplyAsync(() -> {
            try {
                return attach(source, source.start());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        poll(first, () -> attempts("waited") > 1);
        assertThat(second).isNotDone();
        first.close();

        postgres.execute("INSERT INTO waited VALUES (1)");
        try (ChangeStream stream = second.get(10, TimeUnit.SECONDS)) {
            poll(stream, () -> seen.commits.size() == 1);
        }
        assertThat(seen.changes).containsExactly("insert waited [1]");
        source.drop();
    }

    /** Walsenders that the database has: the one that holds the slot, and the one that waits for it. */
    private static int attempts(String slot) {
        return Integer.parseInt(
                one("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'walsender' AND query LIKE '%" + slot
                        + "%'"));
    }

    @Test
    void killedWalsenderEndsTheStreamWithAnError() throws Exception {
        postgres.execute("CREATE TABLE killed (id int PRIMARY KEY)");
        TestSource source = TestSource.of(postgres, "killed", "killed");

        try (ChangeStream stream = attach(source, source.start())) {
            postgres.execute("SELECT pg_terminate_backend(" + slot(source).activePid() + ")");
            assertThatThrownBy(() -> poll(stream, () -> false)).isInstanceOf(SQLException.class);
        }
        source.drop();
    }

    @Test
    void silentConnectionIsDeadOnlyIfTheServerServesAnother() throws Exception {
        postgres.execute("CREATE TABLE silent (id int PRIMARY KEY)");
        TestSource source = TestSource.of(postgres, "silent", "silent");
        PostgresConnections connections = new PostgresConnections(source.config());
        try (ChangeStream stream = attach(source, source.start());
                Connection sql = connections.open();
                Connection forgotten = connections.openReplication()) {
            LinkWatch watch = new LinkWatch(connections, forgotten, sql, "silent");
            watch.requireAlive();

            // twice wal_sender_timeout, which is 2 s here
            await().until(() -> {
                stream.poll(seen);
                stream.keepAlive();
                return isDead(watch);
            });
            assertThat(stream.poll(seen)).as("the stream itself lives").isFalse();
        }
        source.drop();
    }

    private static boolean isDead(LinkWatch watch) {
        try {
            watch.requireAlive();
            return false;
        } catch (SQLException e) {
            assertThat(e.getMessage()).contains("replication slot silent is served by pid");
            return true;
        }
    }

    @Test
    void changedColumnsAreAnErrorThatNamesThem() throws Exception {
        postgres.execute("CREATE TABLE altered (id int PRIMARY KEY, a varchar(10))");
        TestSource source = TestSource.of(postgres, "altered", "altered");
        postgres.execute("ALTER TABLE altered ADD b int", "INSERT INTO altered VALUES (1, 'a', 2)");

        try (ChangeStream stream = attach(source, source.start())) {
            assertThatThrownBy(() -> poll(stream, () -> false))
                    .isInstanceOf(MigrationException.class)
                    .hasMessageContaining("public.altered")
                    .hasMessageContaining("column b is new");
        }
        source.drop();
    }

    @Test
    void partitionsChangeUnderTheirRootsName() throws Exception {
        postgres.execute(
                "CREATE TABLE parted (id int PRIMARY KEY, a text) PARTITION BY HASH (id)",
                "CREATE TABLE parted_0 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
                "CREATE TABLE parted_1 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 1)");
        TestSource source = TestSource.of(postgres, "parted", "parted");

        postgres.execute("INSERT INTO parted VALUES (1, 'a')", "UPDATE parted SET id = 2", "DELETE FROM parted");

        try (ChangeStream stream = attach(source, source.start())) {
            poll(stream, () -> seen.commits.size() == 3);
        }
        assertThat(seen.changes).first().isEqualTo("insert parted [1, a]");
        assertThat(seen.changes).last().isEqualTo("delete parted [2, -]");
        source.drop();
    }

    @Test
    void lostPositionsAreRefused() throws Exception {
        postgres.execute("CREATE TABLE guarded (id int PRIMARY KEY)");
        TestSource source = TestSource.of(postgres, "guarded", "guarded");
        try (Connection sql = new PostgresConnections(source.config()).open();
                Connection replication = new PostgresConnections(source.config()).openReplication()) {
            SourceIdentity here = SourceIdentity.identify(replication);
            Lsn start = source.start();
            Lsn past = new Lsn(start.value() - 8);
            Lsn future = new Lsn(here.position().value() + (1L << 30));
            SourceIdentity elsewhere = new SourceIdentity("1", here.timeline(), start, here.database());

            assertThat(StreamGuard.check(sql, replication, "guarded", resume(here, start, start, start)))
                    .extracting(Resumption::from, Resumption::start)
                    .containsExactly(start, start);
            // Older than the slot, and the target has what lies between.
            assertThat(StreamGuard.check(sql, replication, "guarded", resume(here, past, start, start)))
                    .extracting(Resumption::from, Resumption::start)
                    .containsExactly(start, start);
            refused(sql, replication, "missing", resume(here, start, start, start), "does not exist", start);
            refused(sql, replication, "guarded", resume(here, past, past, past), "gives nothing", past);
            refused(sql, replication, "guarded", resume(here, past, past, past), "public.guarded", start);
            refused(sql, replication, "guarded", resume(here, past, past, start), "gives nothing", past);
            refused(sql, replication, "guarded", resume(here, start, past, start), "only up to " + past, start);
            refused(sql, replication, "guarded", resume(here, start, start, future), "WAL ends at", future);
            refused(sql, replication, "guarded", resume(elsewhere, start, start, start), "system 1", start);
        }
        TestSource gone =
                new TestSource(postgres, postgres.sourceConfig("gone", "guarded"), source.tables(), source.start());
        assertThatThrownBy(() -> attach(gone, source.start()))
                .isInstanceOf(SourceLostException.class)
                .hasMessageContaining("replication slot gone does not exist");
        source.drop();
    }

    @Test
    void incompletePublicationIsRefused() throws Exception {
        postgres.execute("CREATE TABLE listed (id int PRIMARY KEY)", "CREATE TABLE unlisted (id int PRIMARY KEY)");
        TestSource source = TestSource.of(postgres, "listed", "listed");
        postgres.execute("ALTER PUBLICATION listed SET TABLE unlisted");

        assertThatThrownBy(() -> attach(source, source.start()))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("does not publish public.listed");
        source.drop();
    }

    private static ResumePoint resume(SourceIdentity known, Lsn start, Lsn lowest, Lsn highest) {
        FenceSpan fences = FenceSpan.NONE.with(Position.before(lowest)).with(Position.before(highest));
        return new ResumePoint(known, start, fences, known.timeline(), List.of(new TableId("public", "guarded")));
    }

    private static void refused(
            Connection sql, Connection replication, String slot, ResumePoint resume, String why, Lsn named) {
        assertThatThrownBy(() -> StreamGuard.check(sql, replication, slot, resume))
                .isInstanceOf(SourceLostException.class)
                .hasMessageContaining(why)
                .hasMessageContaining(named.toString());
    }

    private static ChangeStream attach(TestSource source, Lsn start) throws Exception {
        return new ChangeStream(source.config(), source.tables(), start);
    }

    private void poll(ChangeStream stream, BooleanSupplier enough) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(20))
                .until(() -> {
                    while (!enough.getAsBoolean() && stream.poll(seen)) {
                        // what is pending
                    }
                    return enough.getAsBoolean();
                });
    }

    private static Lsn idle(ChangeStream stream) {
        Lsn idle = stream.idlePosition();
        return idle == null ? Lsn.ZERO : idle;
    }

    private static SlotState slot(TestSource source) throws SQLException {
        try (Connection connection = new PostgresConnections(source.config()).open()) {
            return ReplicationSlot.find(connection, source.config().slot()).orElseThrow();
        }
    }

    private static String one(String sql) {
        return java.util.Objects.requireNonNull(postgres.queryOne(sql));
    }
}
