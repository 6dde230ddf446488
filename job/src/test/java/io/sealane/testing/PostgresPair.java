package io.sealane.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

import static org.awaitility.Awaitility.await;

/**
 * A primary, and a streaming standby that takes its logical slots over; PostgreSQL 17 or newer. Set up as the documents say:
 * a physical slot that the primary names in {@code synchronized_standby_slots}, and on the standby
 * {@code sync_replication_slots}, {@code hot_standby_feedback} and {@code dbname} in {@code primary_conninfo}.
 */
public final class PostgresPair implements AutoCloseable {
    private static final String STANDBY_SLOT = "standby_1";

    /** What a base backup leaves out: state of the running server, and WAL that the standby fetches itself. */
    private static final Set<String> NOT_COPIED = Set.of(
            "pg_wal",
            "pg_replslot",
            "pg_dynshmem",
            "pg_notify",
            "pg_serial",
            "pg_snapshots",
            "pg_stat_tmp",
            "pg_subtrans");

    private static final Set<String> FILES_NOT_COPIED =
            Set.of("postmaster.pid", "postmaster.opts", "epg-lock", "restart.log");

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ServerBinaries binaries;
    private final Path directory;
    private TestPostgres primary;
    private @Nullable TestPostgres standby;
    private @Nullable Path standbyData;
    private int standbys;

    private PostgresPair(ServerBinaries binaries, Path directory, TestPostgres primary) {
        this.binaries = binaries;
        this.directory = directory;
        this.primary = primary;
    }

    /** Starts the primary. */
    public static PostgresPair start(int majorVersion, Path directory) {
        ServerBinaries binaries = new ServerBinaries(majorVersion);
        return new PostgresPair(binaries, directory, TestPostgres.start(binaries, Map.of()));
    }

    public TestPostgres primary() {
        return primary;
    }

    public TestPostgres standby() {
        if (standby == null) {
            throw new IllegalStateException("No standby");
        }
        return standby;
    }

    /** Starts a standby on a copy of the primary. */
    public void addStandby() throws SQLException, IOException {
        primary.execute(
                "SELECT pg_create_physical_replication_slot('" + STANDBY_SLOT + "', true)",
                "ALTER SYSTEM SET synchronized_standby_slots = '" + STANDBY_SLOT + "'",
                "SELECT pg_reload_conf()");
        Path data = Files.createDirectory(
                directory.resolve("standby-" + ++standbys),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        copyPrimaryTo(data);
        Files.writeString(data.resolve("standby.signal"), "");
        Files.writeString(
                data.resolve("postgresql.auto.conf"), """
                primary_conninfo = 'host=localhost port=%d user=%s dbname=postgres'
                primary_slot_name = '%s'
                hot_standby_feedback = on
                sync_replication_slots = on
                """.formatted(primary.port(), TestPostgres.USER, STANDBY_SLOT));
        standbyData = data;
        standby = TestPostgres.startOn(data, freePort(), binaries, Map.of());
    }

    private void copyPrimaryTo(Path data) throws SQLException, IOException {
        try (Connection connection = primary.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_backup_start('standby', true)");
            copy(Path.of(String.valueOf(primary.queryOne("SHOW data_directory"))), data);
            try (ResultSet label = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
                label.next();
                Files.writeString(data.resolve("backup_label"), label.getString(1));
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Path copied = to.resolve(from.relativize(folder));
                Files.createDirectories(copied);
                if (!NOT_COPIED.contains(folder.getFileName().toString())) {
                    return FileVisitResult.CONTINUE;
                }
                if (folder.endsWith("pg_wal")) {
                    Files.createDirectories(copied.resolve("archive_status"));
                    Files.createDirectories(copied.resolve("summaries"));
                }
                return FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!FILES_NOT_COPIED.contains(file.getFileName().toString())) {
                    try {
                        Files.copy(file, to.resolve(from.relativize(file)));
                    } catch (NoSuchFileException removedMeanwhile) {
                        return FileVisitResult.CONTINUE; // WAL tells what became of it
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException fault) throws IOException {
                if (fault instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw fault;
            }
        });
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Whether the standby could go on with this slot. */
    public boolean standbyIsReadyFor(String slot) {
        return standby()
                        .query("SELECT 1 FROM pg_replication_slots WHERE slot_name = '" + slot
                                + "' AND synced AND NOT temporary AND invalidation_reason IS NULL")
                        .size()
                == 1;
    }

    /** Cuts the standby off: what the primary writes from now on reaches the target, and not the standby. */
    public void cutStandbyOff() {
        primary.execute("ALTER SYSTEM SET synchronized_standby_slots = ''", "SELECT pg_reload_conf()");
        standby()
                .execute(
                        "ALTER SYSTEM SET primary_conninfo = 'host=localhost port=1 dbname=postgres'",
                        "SELECT pg_reload_conf()");
        await().atMost(LIMIT)
                .until(() ->
                        standby().query("SELECT 1 FROM pg_stat_wal_receiver").isEmpty());
    }

    /** Shuts the primary down and promotes the standby, which keeps its own port. */
    public void switchOver() {
        primary.shutDown();
        promote();
    }

    /** The same, and the new primary is found under the old one's port. */
    public void switchOverAddress() {
        int port = primary.port();
        switchOver();
        moveTo(port);
    }

    /** The primary is lost. The standby takes over with what it has, under the primary's port. */
    public void failOverAddress() {
        int port = primary.port();
        primary.kill();
        promote();
        moveTo(port);
    }

    private void promote() {
        TestPostgres promoted = standby();
        primary.close();
        promoted.execute("SELECT pg_promote()");
        primary = promoted;
        standby = null;
    }

    private void moveTo(int port) {
        primary.shutDown();
        primary.close();
        if (standbyData == null) {
            throw new IllegalStateException("No standby");
        }
        primary = TestPostgres.startOn(standbyData, port, binaries, Map.of());
    }

    @Override
    public void close() {
        if (standby != null) {
            standby.close();
        }
        primary.close();
    }
}
