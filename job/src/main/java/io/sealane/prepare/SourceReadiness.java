package io.sealane.prepare;

import io.sealane.config.MigrationConfig;
import io.sealane.config.TableConfig;
import io.sealane.model.MigrationException.Kind;
import io.sealane.model.Problems;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Whether the source server can be followed by us, and all reasons why not. Reads only. */
record SourceReadiness(MigrationConfig config, Connection source, Problems problems) {
    /** {@code publish_via_partition_root} came with 13; what comes before 14 is not tested. */
    private static final int OLDEST = 140000;

    private static final String SERVER = """
            SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS version_text,
                   current_setting('wal_level') AS wal_level, pg_is_in_recovery() AS in_recovery,
                   current_setting('max_replication_slots')::int AS slots,
                   (SELECT count(*) FROM pg_replication_slots) AS used_slots,
                   current_setting('max_wal_senders')::int AS senders,
                   (SELECT count(*) FROM pg_stat_replication) AS used_senders,
                   (SELECT bool_or(r.rolreplication OR r.rolsuper
                             OR r.rolname IN ('rds_replication', 'rds_superuser', 'polar_superuser'))
                      FROM pg_roles r
                     WHERE r.rolname = current_user OR r.rolname IN ('rds_replication', 'rds_superuser',
                           'polar_superuser') AND pg_has_role(current_user, r.oid, 'MEMBER')) AS may_replicate,
                   has_database_privilege(current_database(), 'CREATE') AS may_create""";
    private static final String NOT_OWNED = """
            SELECT n.nspname || '.' || c.relname
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN unnest(?, ?) AS wanted (nspname, relname) ON wanted.nspname = n.nspname AND wanted.relname = c.relname
             WHERE NOT pg_has_role(c.relowner, 'USAGE') ORDER BY 1""";

    /** What holds for every mode. */
    void checkServer() throws SQLException {
        try (Statement statement = source.createStatement();
                ResultSet row = statement.executeQuery(SERVER)) {
            row.next();
            if (row.getInt("version") < OLDEST) {
                fault(
                        "SRC-308",
                        "Cannot follow the source: it is PostgreSQL " + row.getString("version_text")
                                + ". Use PostgreSQL 14 or newer.");
            }
            if (!row.getString("wal_level").equals("logical")) {
                fault(
                        "SRC-302",
                        "Cannot follow the source's changes: wal_level is " + row.getString("wal_level")
                                + ". Run ALTER SYSTEM SET wal_level = 'logical' and restart the server.");
            }
            if (row.getBoolean("in_recovery")) {
                fault(
                        "SRC-303",
                        "Cannot follow the source: " + config.source().address()
                                + " is a standby. Give the address of the primary.");
            }
            if (row.getInt("used_senders") >= row.getInt("senders")) {
                fault(
                        "SRC-305",
                        "Cannot follow the source: all " + row.getInt("senders")
                                + " walsenders are in use. Raise max_wal_senders and restart the server, or end one"
                                + " (pg_stat_replication).");
            }
            if (!row.getBoolean("may_replicate")) {
                fault(
                        "SRC-306",
                        "Cannot follow the source: user " + config.source().user()
                                + " has no replication privilege. Run ALTER ROLE \""
                                + config.source().user() + "\" REPLICATION.");
            }
        }
    }

    /** What the server's kind and its standbys make impossible. */
    void checkTraits(boolean slot, boolean publication) throws SQLException {
        PolarTraits polar = PolarTraits.read(source);
        polar.addFaults(problems);
        if (publication) {
            polar.addCreationFaults(problems);
        }
        if (slot) {
            StandbyTraits.read(source, config.source().slot()).addFaults(config.source(), problems);
        }
    }

    /** What is needed to make a slot and a publication. */
    void checkCreation(boolean slot, boolean publication) throws SQLException {
        try (Statement statement = source.createStatement();
                ResultSet row = statement.executeQuery(SERVER)) {
            row.next();
            if (slot && row.getInt("used_slots") >= row.getInt("slots")) {
                fault(
                        "SRC-304",
                        "Cannot create the replication slot: all " + row.getInt("slots")
                                + " are taken. Drop one that nobody needs (pg_replication_slots), or raise"
                                + " max_replication_slots and restart the server.");
            }
            if (publication && !row.getBoolean("may_create")) {
                fault(
                        "SRC-307",
                        "Cannot create the publication: user " + config.source().user()
                                + " may not create objects in this database. Run GRANT CREATE ON DATABASE \""
                                + config.source().database() + "\" TO \""
                                + config.source().user()
                                + "\", or create the publication by hand as `sealane prepare --print` prints it.");
            }
        }
        if (publication) {
            checkOwnership();
        }
    }

    private void checkOwnership() throws SQLException {
        try (PreparedStatement select = source.prepareStatement(NOT_OWNED)) {
            List<TableConfig> tables = config.tables();
            select.setArray(
                    1,
                    source.createArrayOf(
                            "text",
                            tables.stream()
                                    .map(table -> table.source().schema())
                                    .toArray()));
            select.setArray(
                    2,
                    source.createArrayOf(
                            "text",
                            tables.stream().map(table -> table.source().table()).toArray()));
            List<String> others = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    others.add(rows.getString(1));
                }
            }
            if (!others.isEmpty()) {
                fault(
                        "SRC-307",
                        "Cannot publish tables that user " + config.source().user() + " does not own: "
                                + String.join(", ", others)
                                + ". Grant it the owner's role, or let the owner create the publication as"
                                + " `sealane prepare --print` prints it.");
            }
        }
    }

    private void fault(String code, String text) {
        problems.add(Kind.SOURCE, code, text);
    }
}
