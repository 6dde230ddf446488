package io.sealane.prepare;

import io.sealane.model.MigrationException.Kind;
import io.sealane.model.Problems;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What PolarDB for PostgreSQL has beside a PostgreSQL, by its settings. They are hidden from {@code pg_settings}, and a
 * setting that the server does not have, or does not show, is null.
 *
 * @param version {@code polar_version}; null on a PostgreSQL
 * @param persistedSlots whether slots lie on the shared storage, so that they outlive a switch of the primary
 * @param failoverMode how slots reach a standby with a storage of its own: {@code sync}, {@code async} or {@code off}
 * @param walSenderLimit walsenders that users who are no superusers may have
 * @param walSenders those that they have
 * @param superuser whether we are one
 * @param readOnly whether our transactions may not write
 * @param locked whether the server forces this on all but superusers, as it does when its disk is full
 * @param distributed whether there is a catalog of distributed tables
 */
record PolarTraits(
        @Nullable String version,
        @Nullable String persistedSlots,
        @Nullable String failoverMode,
        @Nullable Integer walSenderLimit,
        int walSenders,
        boolean superuser,
        boolean readOnly,
        boolean locked,
        boolean distributed) {

    private static final String QUERY = """
            SELECT coalesce(current_setting('polar_version', true), current_setting('polardb_version', true)) AS version,
                   current_setting('polar_enable_persisted_logical_slot', true) AS persisted_slots,
                   current_setting('polar_failover_slot_mode', true) AS failover_mode,
                   current_setting('polar_max_non_super_wal_snd', true)::int AS wal_sender_limit,
                   (SELECT count(*) FROM pg_stat_replication a JOIN pg_roles r ON r.oid = a.usesysid
                     WHERE NOT r.rolsuper) AS wal_senders,
                   current_setting('is_superuser')::boolean AS superuser,
                   current_setting('transaction_read_only')::boolean AS read_only,
                   coalesce(current_setting('polar_force_trans_ro_non_sup', true)::boolean, false) AS locked,
                   to_regclass('pg_catalog.pg_dist_partition') IS NOT NULL AS distributed""";

    static PolarTraits read(Connection source) throws SQLException {
        try (Statement statement = source.createStatement();
                ResultSet row = statement.executeQuery(QUERY)) {
            row.next();
            int limit = row.getInt("wal_sender_limit");
            Integer walSenderLimit = row.wasNull() ? null : limit;
            return new PolarTraits(
                    row.getString("version"),
                    row.getString("persisted_slots"),
                    row.getString("failover_mode"),
                    walSenderLimit,
                    row.getInt("wal_senders"),
                    row.getBoolean("superuser"),
                    row.getBoolean("read_only"),
                    row.getBoolean("locked"),
                    row.getBoolean("distributed"));
        }
    }

    boolean isPolar() {
        return version != null;
    }

    /** Why this server cannot be followed. */
    void addFaults(Problems problems) {
        if (walSenderLimit != null && !superuser && walSenders >= walSenderLimit) {
            problems.add(
                    Kind.SOURCE,
                    "SRC-331",
                    "Cannot follow the source: all " + walSenderLimit
                            + " walsenders that PolarDB gives to users who are"
                            + " no superusers are in use. Raise polar_max_non_super_wal_snd, or end one"
                            + " (pg_stat_replication).");
        }
        if (distributed) {
            problems.add(
                    Kind.SOURCE,
                    "SRC-332",
                    "Cannot follow the source: it has distributed tables (pg_dist_partition), whose changes are in the WAL"
                            + " of its data nodes and not in its own. Migrate from a server that is not distributed.");
        }
    }

    /** Why nothing can be created on this server. */
    void addCreationFaults(Problems problems) {
        if (readOnly) {
            problems.add(
                    Kind.SOURCE,
                    "SRC-333",
                    "Cannot create the publication: the source lets this user read only (transaction_read_only"
                            + (locked
                                    ? ", forced by polar_force_trans_ro_non_sup: PolarDB locks a cluster whose disk is full."
                                            + " Free or add space, and run it again."
                                    : "). Check default_transaction_read_only of user and database, and that"
                                            + " source.host is the primary's address, no proxy's."));
        }
    }

    /** What may go wrong later. Nothing on a PostgreSQL. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (!isPolar()) {
            return warnings;
        }
        if ("off".equals(persistedSlots)) {
            warnings.add(
                    "polar_enable_persisted_logical_slot is off: the replication slot does not outlive a switch of"
                            + " PolarDB's primary, and the migration must begin anew then. Switch it on, and restart the cluster.");
        }
        if (failoverMode == null) {
            warnings.add(
                    "PolarDB does not show polar_failover_slot_mode: whether the replication slot outlives a switch to"
                            + " another zone is unknown. If it does not, the migration must begin anew then.");
        } else if (failoverMode.equals("off")) {
            warnings.add(
                    "polar_failover_slot_mode is off: the replication slot does not outlive a switch to another zone,"
                            + " and the migration must begin anew then. Set it to sync.");
        } else if (failoverMode.equals("async")) {
            warnings.add(
                    "polar_failover_slot_mode is async: after a switch to another zone the target may have changes that"
                            + " the new primary lacks, and the job stops then. Set it to sync.");
        }
        if (readOnly) {
            warnings.add("The source lets this user read only"
                    + (locked ? " (polar_force_trans_ro_non_sup; PolarDB locks a cluster whose disk is full)" : "")
                    + ". The migration can go on; see that the disk has space.");
        }
        return warnings;
    }
}
