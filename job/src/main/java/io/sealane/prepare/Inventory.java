package io.sealane.prepare;

import io.sealane.fence.RegisteredMigration;
import io.sealane.sink.ControlIdentity;
import io.sealane.sink.MigrationRegistry;
import io.sealane.source.postgres.PublicationMark;
import io.sealane.source.postgres.SourceIdentity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What there is at both databases that may be of a migration.
 *
 * @param slots of plugin pgoutput and the source's database, none that ends with its session
 * @param control identity of the target's control tables; null if they are not there or have none yet
 * @param now by the source's clock
 */
record Inventory(
        List<Slot> slots,
        List<Publication> publications,
        List<Migration> migrations,
        String system,
        int timeline,
        String database,
        @Nullable String control,
        Instant now) {

    record Slot(String name, @Nullable Integer activePid, long retainedBytes) {}

    /**
     * @param droppable whether we may drop it
     * @param mark whose it is; null if its comment does not say
     */
    record Publication(
            String name, boolean droppable, @Nullable PublicationMark mark) {}

    /**
     * @param live whether a writer holds a lease
     * @param recopying whether it is to copy tables again
     * @param young whether it was registered or written to within {@link Leftovers#YOUNG}
     */
    record Migration(RegisteredMigration registered, boolean live, boolean recopying, boolean young) {}

    private static final String SLOTS = """
            SELECT slot_name, active_pid,
                   coalesce(greatest(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0), 0)::bigint AS retained
              FROM pg_replication_slots
             WHERE plugin = 'pgoutput' AND database = current_database() AND NOT temporary ORDER BY 1""";
    private static final String PUBLICATIONS = """
            SELECT pubname, pg_has_role(pubowner, 'USAGE') AS droppable,
                   obj_description(oid, 'pg_publication') AS mark
              FROM pg_publication ORDER BY 1""";

    static Inventory read(Endpoints endpoints) {
        try {
            SourceIdentity source = endpoints.identity();
            // First: a slot is made before its migration is registered, so it cannot seem to be gone.
            List<Migration> migrations = migrations(endpoints);
            return new Inventory(
                    slots(endpoints.source()),
                    publications(endpoints.source()),
                    migrations,
                    source.systemIdentifier(),
                    source.timeline(),
                    source.database(),
                    control(endpoints),
                    now(endpoints.source()));
        } catch (SQLException e) {
            throw SourceFaults.during("list slots and publications", e);
        }
    }

    private static List<Slot> slots(Connection source) throws SQLException {
        try (Statement statement = source.createStatement();
                ResultSet row = statement.executeQuery(SLOTS)) {
            List<Slot> slots = new ArrayList<>();
            while (row.next()) {
                int pid = row.getInt("active_pid");
                Integer activePid = row.wasNull() ? null : pid;
                slots.add(new Slot(row.getString("slot_name"), activePid, row.getLong("retained")));
            }
            return slots;
        }
    }

    private static List<Publication> publications(Connection source) throws SQLException {
        try (Statement statement = source.createStatement();
                ResultSet row = statement.executeQuery(PUBLICATIONS)) {
            List<Publication> publications = new ArrayList<>();
            while (row.next()) {
                publications.add(new Publication(
                        row.getString("pubname"),
                        row.getBoolean("droppable"),
                        PublicationMark.parse(row.getString("mark")).orElse(null)));
            }
            return publications;
        }
    }

    static Instant now(Connection source) throws SQLException {
        try (Statement statement = source.createStatement();
                ResultSet row = statement.executeQuery("SELECT extract(epoch FROM clock_timestamp())::bigint")) {
            row.next();
            return Instant.ofEpochSecond(row.getLong(1));
        }
    }

    private static List<Migration> migrations(Endpoints endpoints) {
        MigrationRegistry registry = endpoints.registry();
        try {
            List<Migration> migrations = new ArrayList<>();
            if (registry.tablesExist()) {
                Set<String> live = registry.live();
                Set<String> recopying = registry.recopying();
                Set<String> young = registry.updatedWithin(Leftovers.YOUNG);
                for (RegisteredMigration migration : registry.all()) {
                    String name = migration.migration();
                    migrations.add(new Migration(
                            migration, live.contains(name), recopying.contains(name), young.contains(name)));
                }
            }
            return migrations;
        } catch (SQLException e) {
            throw TargetFaults.during("list the registered migrations", e);
        }
    }

    static @Nullable String control(Endpoints endpoints) {
        try {
            Optional<String> identity = endpoints.registry().tablesExist()
                    ? new ControlIdentity(endpoints.target(), endpoints.controlSchema()).find()
                    : Optional.empty();
            return identity.orElse(null);
        } catch (SQLException e) {
            throw TargetFaults.during("read the control tables", e);
        }
    }
}
