package io.sealane.guard;

import io.sealane.chaos.fault.FaultBoard;
import io.sealane.chaos.job.LocalFlink;
import io.sealane.chaos.job.LocalFlink.RunningJob;
import io.sealane.model.Lsn;
import io.sealane.standin.OracleStandIn;
import io.sealane.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A source that comes back from a copy of its files, on the same timeline, lacking changes that were applied. */
@Timeout(300)
class RestoredSourceIT {
    @Test
    void sourceFromAnOlderCopyIsRefusedWithLessWalAndWithMore(@TempDir Path directory) throws Exception {
        try (TestPostgres postgres = TestPostgres.start();
                OracleStandIn oracle = OracleStandIn.builder()
                        .user(GuardedMigration.SCHEMA, "app")
                        .start();
                FaultBoard board = new FaultBoard();
                LocalFlink flink = new LocalFlink(board, directory.resolve("flink"))) {
            // Given a backup, and changes after it
            GuardedMigration migration = new GuardedMigration(postgres, oracle, flink, "copied", 100);
            RunningJob job = migration.run(null);
            migration.change(1);
            migration.awaitEqual();
            String before = migration.stop(job);
            Path data = Path.of(String.valueOf(postgres.queryOne("SHOW data_directory")));
            postgres.shutDown();
            copy(data, directory.resolve("backup"));
            postgres.restart();
            job = migration.run(before);
            migration.change(2);
            migration.awaitEqual();
            migration.awaitAcknowledged();
            String after = migration.stop(job);
            // When it is restored
            postgres.shutDown();
            remove(data);
            copy(directory.resolve("backup"), data);
            postgres.restart();
            Lsn end = now(postgres);
            // Then it lacks WAL, which is named,
            String lessWal = migration.refused(after);
            assertThat(lessWal).contains("SRC-223", "the source's WAL ends at ", "sealane resnapshot --all-tables");
            // and where WAL has grown past our position, it has another history:
            for (int round = 100; now(postgres).bytesSince(end) < 40 << 20; round++) {
                migration.change(round);
                postgres.execute("SELECT pg_switch_wal()");
            }
            assertThat(migration.refused(after))
                    .contains("SRC-228", "the source has another history than the one that was read")
                    .contains("The last transaction before ", "its replication slot was made again");
            // by a checkpoint from before the backup too, because the target knows better.
            assertThat(migration.refused(before)).contains("SRC-228");
            // A slot made again there, below our position, does not help.
            migration.dropSlot();
            postgres.execute("SELECT pg_create_logical_replication_slot('" + migration.slot() + "', 'pgoutput')");
            assertThat(migration.refused(after)).containsAnyOf("SRC-227", "SRC-228");
            // The way out.
            migration.resnapshotAll();
            job = migration.run(null);
            migration.change(4);
            migration.awaitEqual();
            String last = migration.stop(job);
            // And a slot whose WAL was removed is not gone on from.
            postgres.execute(
                    "ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'",
                    "ALTER SYSTEM SET max_wal_size = '32MB'",
                    "SELECT pg_reload_conf()");
            for (int i = 0; i < 6; i++) {
                migration.change(5 + i);
                postgres.execute("SELECT pg_switch_wal()", "CHECKPOINT");
            }
            assertThat(migration.refused(last))
                    .contains("SRC-226", "the source removed WAL that it needs", "max_slot_wal_keep_size");
        }
    }

    private static Lsn now(TestPostgres postgres) {
        return Lsn.parse(String.valueOf(postgres.queryOne("SELECT pg_current_wal_lsn()")));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copied = to.resolve(from.relativize(file).toString());
                if (!file.endsWith("postmaster.pid") && !file.endsWith("epg-lock")) {
                    Files.copy(file, copied, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** All but the folder itself and the lock that the test's server holds. */
    private static void remove(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                if (!file.equals(data) && !file.endsWith("epg-lock")) {
                    Files.delete(file);
                }
            }
        }
    }
}
