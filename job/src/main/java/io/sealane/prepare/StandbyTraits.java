package io.sealane.prepare;

import io.sealane.config.SourceConfig;
import io.sealane.model.Amounts;
import io.sealane.model.MigrationException.Kind;
import io.sealane.model.Problems;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a primary shows of its standbys, and of how they take over a logical slot. What is set on a standby itself
 * ({@code sync_replication_slots}, {@code hot_standby_feedback}, {@code dbname} in {@code primary_conninfo}) cannot be seen
 * from here.
 *
 * @param version {@code server_version_num}
 * @param synchronousNames {@code synchronous_standby_names}
 * @param synchronizedSlots {@code synchronized_standby_slots}; null before PostgreSQL 17
 * @param physicalSlots the slots of standbys by name
 * @param ourSlotFailsOver whether the migration's slot is one that standbys take over; null if there is none yet
 * @param idleLimitSeconds {@code idle_replication_slot_timeout}; null if there is none
 */
record StandbyTraits(
        int version,
        String versionText,
        String synchronousNames,
        @Nullable String synchronizedSlots,
        Map<String, PhysicalSlot> physicalSlots,
        @Nullable Boolean ourSlotFailsOver,
        @Nullable Long idleLimitSeconds) {

    private static final int FAILOVER_SLOTS = 170000;

    /** A word, or a quoted one; numbers, FIRST and ANY match too and name no standby. */
    private static final Pattern NAME = Pattern.compile("\"((?:[^\"]|\"\")*)\"|[^\\s,()\"]+");

    private static final String SERVER = """
            SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS version_text,
                   current_setting('synchronous_standby_names') AS synchronous_names,
                   current_setting('synchronized_standby_slots', true) AS synchronized_slots,
                   nullif(extract(epoch FROM current_setting('idle_replication_slot_timeout', true)::interval)::bigint, 0)
                     AS idle_limit""";
    private static final String PHYSICAL =
            "SELECT slot_name, active, xmin IS NOT NULL FROM pg_replication_slots WHERE slot_type = 'physical'";
    private static final String OURS = """
            SELECT coalesce((to_jsonb(s) ->> 'failover')::boolean, false) FROM pg_replication_slots s WHERE slot_name = ?""";

    /**
     * A standby's slot.
     *
     * @param active whether the standby is connected
     * @param feedback whether it holds rows back, as {@code hot_standby_feedback} makes it do
     */
    record PhysicalSlot(boolean active, boolean feedback) {}

    static StandbyTraits read(Connection source, String slot) throws SQLException {
        Map<String, PhysicalSlot> physical = new TreeMap<>();
        try (Statement statement = source.createStatement();
                ResultSet rows = statement.executeQuery(PHYSICAL)) {
            while (rows.next()) {
                physical.put(rows.getString(1), new PhysicalSlot(rows.getBoolean(2), rows.getBoolean(3)));
            }
        }
        Boolean failsOver = null;
        try (PreparedStatement select = source.prepareStatement(OURS)) {
            select.setString(1, slot);
            try (ResultSet row = select.executeQuery()) {
                if (row.next()) {
                    failsOver = row.getBoolean(1);
                }
            }
        }
        try (Statement statement = source.createStatement();
                ResultSet row = statement.executeQuery(SERVER)) {
            row.next();
            long idle = row.getLong("idle_limit");
            return new StandbyTraits(
                    row.getInt("version"),
                    row.getString("version_text"),
                    row.getString("synchronous_names"),
                    row.getString("synchronized_slots"),
                    physical,
                    failsOver,
                    idle == 0 ? null : idle);
        }
    }

    /** Why a slot cannot be made as it is wanted. */
    void addFaults(SourceConfig config, Problems problems) {
        if (config.failoverSlot() && version < FAILOVER_SLOTS) {
            problems.add(
                    Kind.SOURCE,
                    "SRC-334",
                    "Cannot create the failover slot " + config.slot() + ": the source is PostgreSQL " + versionText
                            + ", and standbys take logical slots over since 17. Remove source.failover-slot; a switchover"
                            + " of the source then ends the migration.");
        }
    }

    /** What may go wrong later, while the job runs or when a standby takes over. */
    List<String> warnings(SourceConfig config) {
        List<String> warnings = new ArrayList<>();
        String application = config.properties().getOrDefault("ApplicationName", "sealane");
        if (namesStandby(application)) {
            warnings.add("synchronous_standby_names (" + synchronousNames + ") fits " + application
                    + ", the name of our own connection: commits at the source may then wait for this job, and stop when it"
                    + " stops. Name the standbys there.");
        }
        if (idleLimitSeconds != null) {
            warnings.add("idle_replication_slot_timeout is " + Amounts.seconds(idleLimitSeconds)
                    + ": the server takes a slot that nobody reads for so long, and nobody reads ours while tables are"
                    + " copied. Set it to 0, or to more than copy and stops will take.");
        }
        if (config.failoverSlot() && version >= FAILOVER_SLOTS) {
            addFailoverWarnings(config, warnings);
        } else if (!config.failoverSlot() && !synchronizedNames().isEmpty()) {
            warnings.add("The source has standbys that take slots over (synchronized_standby_slots: "
                    + synchronizedSlots + "), and source.failover-slot is not set: a switchover ends the migration.");
        }
        return warnings;
    }

    private void addFailoverWarnings(SourceConfig config, List<String> warnings) {
        if (Boolean.FALSE.equals(ourSlotFailsOver)) {
            warnings.add(
                    "The replication slot " + config.slot() + " was not made as a failover slot, so standbys do not"
                            + " take it over. Over a replication connection run ALTER_REPLICATION_SLOT " + config.slot()
                            + " (FAILOVER true), while no job runs.");
        }
        List<String> names = synchronizedNames();
        if (names.isEmpty()) {
            warnings.add(
                    "synchronized_standby_slots is empty: the target may get changes before the standbys have them, and"
                            + " the job stops after a failover to one that lacks some. Name the standbys' slots there.");
        }
        for (String name : names) {
            PhysicalSlot slot = physicalSlots.get(name);
            if (slot == null || !slot.active()) {
                warnings.add("synchronized_standby_slots names " + name + ", "
                        + (slot == null ? "which does not exist" : "whose standby is not connected")
                        + ": no change reaches the target until it has caught up.");
            } else if (!slot.feedback()) {
                warnings.add("The standby of slot " + name
                        + " sends no feedback: set hot_standby_feedback = on there, else it takes no slot over.");
            }
        }
        warnings.add("What is set on a standby cannot be seen from the primary. Each needs sync_replication_slots = on,"
                + " hot_standby_feedback = on, primary_slot_name, and dbname in primary_conninfo; it is ready when SELECT"
                + " synced AND NOT temporary AND invalidation_reason IS NULL FROM pg_replication_slots WHERE slot_name = '"
                + config.slot() + "' gives true there.");
    }

    /** PostgreSQL compares without regard to case, and {@code *} fits every name. */
    private boolean namesStandby(String application) {
        return names(synchronousNames).stream()
                .anyMatch(name ->
                        name.equals("*") || name.toLowerCase(Locale.ROOT).equals(application.toLowerCase(Locale.ROOT)));
    }

    private List<String> synchronizedNames() {
        return synchronizedSlots == null ? List.of() : names(synchronizedSlots);
    }

    private static List<String> names(String setting) {
        List<String> names = new ArrayList<>();
        Matcher matcher = NAME.matcher(setting);
        while (matcher.find()) {
            names.add(
                    matcher.group(1) == null
                            ? matcher.group()
                            : matcher.group(1).replace("\"\"", "\""));
        }
        return names;
    }
}
