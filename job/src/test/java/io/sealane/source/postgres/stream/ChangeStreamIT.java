package io.sealane.source.postgres.stream;

import io.sealane.config.SourceConfig;
import io.sealane.model.Lsn;
import io.sealane.model.MigrationException;
import io.sealane.model.RowText;
import io.sealane.model.SourceTable;
import io.sealane.model.TableId;
import io.sealane.source.postgres.Catalog;
import io.sealane.source.postgres.PostgresConnections;
import io.sealane.source.postgres.Publication;
import io.sealane.source.postgres.ReplicationSlot;
import io.sealane.source.postgres.SourceIdentity;
import io.sealane.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The change stream against a real server. */
class ChangeStreamIT {
    private static TestPostgres postgres;

    private final TableId id = new TableId("public", "Odd \"name\"");
    private SourceConfig config;
    private Map<TableId, SourceTable> tables;
    private Lsn start;

    @BeforeAll
    static void startServer() {
        postgres = TestPostgres.start();
    }

    @AfterAll
    static void stopServer() {
        postgres.close();
    }

    @BeforeEach
    void prepare() throws SQLException {
        postgres.execute(
                "CREATE TABLE " + id.quoted() + " (k int PRIMARY KEY, t text, big text)",
                "ALTER TABLE " + id.quoted() + " ALTER COLUMN big SET STORAGE EXTERNAL",
                "CREATE TABLE unpublished (n bigint)");
        config = postgres.sourceConfig("slot", "publication");
        try (Connection connection = new PostgresConnections(config).open()) {
            Publication.create(connection, config.publication(), Set.of(id));
            start = ReplicationSlot.create(connection, config.slot());
            tables = Catalog.describe(connection, Set.of(id));
        }
    }

    @AfterEach
    void cleanUp() throws SQLException {
        try (Connection connection = new PostgresConnections(config).open()) {
            await().atMost(Duration.ofSeconds(20)).until(() -> ReplicationSlot.find(connection, config.slot())
                    .filter(slot -> slot.active())
                    .isEmpty());
            ReplicationSlot.drop(connection, config.slot());
            Publication.drop(connection, config.publication());
        }
        postgres.execute("DROP TABLE " + id.quoted(), "DROP TABLE unpublished");
    }

    @Test
    void changesComeInCommitOrderWithOldKeysAndUnchangedMarks() throws Exception {
        String big = "x".repeat(9_000);
        postgres.execute(
                "INSERT INTO " + id.quoted() + " VALUES (1, E'a\\tb', '" + big + "'), (2, NULL, '')",
                "UPDATE " + id.quoted() + " SET t = 'c' WHERE k = 1",
                "UPDATE " + id.quoted() + " SET k = 3 WHERE k = 2",
                "DELETE FROM " + id.quoted() + " WHERE k = 1");

        Recorder seen = new Recorder();
        try (ChangeStream stream = new ChangeStream(config, tables, start)) {
            pollUntil(stream, seen, 4);
        }

        assertThat(seen.changes)
                .containsExactly(
                        "I [1, a\tb, 9000 bytes]",
                        "I [2, null, ]",
                        "U - [1, c, unchanged]",
                        "U [2, unchanged, unchanged] [3, null, ]",
                        "D [1, unchanged, unchanged]");
        assertThat(seen.commits).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void fullIdentityBringsTheWholeOldRow() throws Exception {
        String big = "x".repeat(9_000);
        postgres.execute(
                "ALTER TABLE " + id.quoted() + " REPLICA IDENTITY FULL",
                "INSERT INTO " + id.quoted() + " VALUES (1, 'a', '" + big + "')",
                "UPDATE " + id.quoted() + " SET t = 'c' WHERE k = 1");

        Recorder seen = new Recorder();
        try (ChangeStream stream = new ChangeStream(config, tables, start)) {
            pollUntil(stream, seen, 2);
        }

        assertThat(seen.changes).last().isEqualTo("U [1, a, 9000 bytes] [1, c, unchanged]");
    }

    @Test
    void theIdlePositionMovesWhileOnlyUnpublishedTablesAreWritten() throws Exception {
        try (ChangeStream stream = new ChangeStream(config, tables, start)) {
            postgres.execute("INSERT INTO unpublished SELECT generate_series(1, 1000)");
            Lsn written = Lsn.parse(Objects.requireNonNull(postgres.queryOne("SELECT pg_current_wal_flush_lsn()")));
            Recorder seen = new Recorder();

            await().atMost(Duration.ofSeconds(20)).until(() -> {
                while (stream.poll(seen)) {
                    // until nothing is pending
                }
                Lsn idle = stream.idlePosition();
                return idle != null && !written.isAfter(idle);
            });
            assertThat(seen.changes).isEmpty();
        }
    }

    @Test
    void onlyAcknowledgingMovesTheSlot() throws Exception {
        try (Connection sql = new PostgresConnections(config).open();
                ChangeStream stream = new ChangeStream(config, tables, start)) {
            postgres.execute("INSERT INTO " + id.quoted() + " VALUES (1, 'a', 'b')");
            Recorder seen = new Recorder();
            pollUntil(stream, seen, 1);
            stream.keepAlive();
            assertThat(confirmed(sql)).isEqualTo(start);

            stream.acknowledge(seen.end);

            await().atMost(Duration.ofSeconds(10)).until(() -> {
                stream.poll(seen);
                return confirmed(sql).equals(seen.end);
            });
        }
    }

    @Test
    void aResumedStreamRepeatsNothingBeforeItsStart() throws Exception {
        Recorder first = new Recorder();
        postgres.execute("INSERT INTO " + id.quoted() + " VALUES (1, 'a', 'b')");
        try (ChangeStream stream = new ChangeStream(config, tables, start)) {
            pollUntil(stream, first, 1);
        }
        postgres.execute("INSERT INTO " + id.quoted() + " VALUES (2, 'a', 'b')");

        Recorder second = new Recorder();
        try (ChangeStream stream = new ChangeStream(config, tables, first.end)) {
            pollUntil(stream, second, 1);
        }

        assertThat(second.changes).containsExactly("I [2, a, b]");
    }

    @Test
    void aChangedTableIsNamedNotMisread() throws Exception {
        postgres.execute(
                "ALTER TABLE " + id.quoted() + " ADD COLUMN extra int",
                "INSERT INTO " + id.quoted() + " VALUES (1, 'a', 'b', 1)");

        try (ChangeStream stream = new ChangeStream(config, tables, start)) {
            assertThatThrownBy(() -> pollUntil(stream, new Recorder(), 1))
                    .isInstanceOf(MigrationException.class)
                    .hasMessageContaining(id.toString())
                    .hasMessageContaining("added [extra]");
        }
    }

    @Test
    void aMissingSlotIsRefusedAndNotMadeAnew() throws Exception {
        try (Connection sql = new PostgresConnections(config).open();
                Connection replication = new PostgresConnections(config).openReplication()) {
            SourceIdentity known = SourceIdentity.identify(replication);
            ResumePoint resume = new ResumePoint(known, start, start);
            assertThat(StreamGuard.check(sql, replication, config.slot(), resume)
                            .systemIdentifier())
                    .isEqualTo(known.systemIdentifier());
            ReplicationSlot.drop(sql, config.slot());

            assertThatThrownBy(() -> StreamGuard.check(sql, replication, config.slot(), resume))
                    .isInstanceOf(SourceLostException.class)
                    .hasMessageContaining("slot slot does not exist")
                    .hasMessageContaining(start.toString());
            assertThat(ReplicationSlot.find(sql, config.slot())).isEmpty();
        }
    }

    @Test
    void aPositionThatTheServerNeverReachedIsRefused() throws Exception {
        try (Connection sql = new PostgresConnections(config).open();
                Connection replication = new PostgresConnections(config).openReplication()) {
            SourceIdentity known = SourceIdentity.identify(replication);
            Lsn beyond = new Lsn(known.position().value() + 1_000_000);

            assertThatThrownBy(() ->
                            StreamGuard.check(sql, replication, config.slot(), new ResumePoint(known, start, beyond)))
                    .isInstanceOf(SourceLostException.class)
                    .hasMessageContaining("lost what was committed")
                    .hasMessageContaining(beyond.toString());
        }
    }

    private Lsn confirmed(Connection sql) throws SQLException {
        return ReplicationSlot.find(sql, config.slot()).orElseThrow().confirmedFlush();
    }

    private static void pollUntil(ChangeStream stream, Recorder seen, int commits) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (seen.commits.size() < commits) {
            assertThat(System.nanoTime()).as("waiting for %s commits", commits).isLessThan(deadline);
            stream.poll(seen);
        }
    }

    /** Notes what it is told, in short. */
    private static final class Recorder implements ChangeHandler {
        final List<String> changes = new ArrayList<>();
        final List<Lsn> commits = new ArrayList<>();
        Lsn end = Lsn.ZERO;

        @Override
        public void begin(Lsn commitLsn, long commitMicros) {}

        @Override
        public void insert(SourceTable table, RowText after) {
            changes.add("I " + text(after));
        }

        @Override
        public void update(SourceTable table, @Nullable RowText old, RowText after) {
            changes.add("U " + (old == null ? "-" : text(old)) + " " + text(after));
        }

        @Override
        public void delete(SourceTable table, RowText old) {
            changes.add("D " + text(old));
        }

        @Override
        public void truncate(List<SourceTable> truncated) {
            changes.add("T " + truncated.size());
        }

        @Override
        public void commit(Lsn commitLsn, Lsn endLsn, long commitMicros) {
            commits.add(commitLsn);
            end = endLsn;
        }

        private static String text(RowText row) {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < row.columns(); i++) {
                if (row.isUnchanged(i)) {
                    texts.add("unchanged");
                } else {
                    String text = row.text(i);
                    texts.add(text != null && text.length() > 100 ? text.length() + " bytes" : String.valueOf(text));
                }
            }
            return texts.toString();
        }
    }
}
