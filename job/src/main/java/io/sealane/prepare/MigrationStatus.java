package io.sealane.prepare;

import io.sealane.fence.ControlTables;
import io.sealane.fence.MigrationState;
import io.sealane.fence.RegisteredMigration;
import io.sealane.model.Lsn;
import io.sealane.source.postgres.ReplicationSlot;
import io.sealane.source.postgres.SlotState;
import io.sealane.source.postgres.wal.SlotWal;
import io.sealane.source.postgres.wal.WalOutlook;
import io.sealane.source.postgres.wal.WalOutlook.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Where a migration stands, as the two databases tell it.
 *
 * @param state PREPARED, RUNNING or CLOSED
 * @param running whether writers hold a live lease
 * @param lanes number of lanes
 * @param movedLanes lanes in which changes have been applied
 * @param start where the change stream began
 * @param applied everything committed before it has been applied
 * @param sourcePosition end of the source's WAL now
 * @param applyLagBytes WAL between the two
 * @param consistencyPoint until the stream has passed it, target rows may be older or torn; null while tables are copied
 * @param consistent whether it has been passed
 * @param slotActive whether a reader is attached
 * @param walStatus {@code reserved}, {@code extended}, {@code unreserved}, {@code lost}; null without a slot
 * @param slotLagBytes WAL that the slot has not been told to let go; null without a slot
 * @param retainedBytes WAL that the slot holds back on the server's disk; null without a slot
 * @param walBytesUntilLimit what is left of the nearest limit, {@code source.wal-limit} or the server's; null without one
 * @param walSecondsUntilLimit when the server gives up a slot that nobody reads; null if it never does
 * @param slotLagSeconds age of the oldest change that has not been acknowledged, by the server's clock; null when no
 *     reader is attached
 * @param checkpoint last checkpoint that the target is stamped with
 * @param generation how many times writers have opened the lanes
 * @param warnings what somebody should see to, each with what to do
 */
public record MigrationStatus(
        String migration,
        String state,
        boolean running,
        int lanes,
        int movedLanes,
        String start,
        @Nullable String applied,
        String sourcePosition,
        @Nullable Long applyLagBytes,
        @Nullable String consistencyPoint,
        boolean consistent,
        boolean slotActive,
        @Nullable String walStatus,
        @Nullable Long slotLagBytes,
        @Nullable Long retainedBytes,
        @Nullable Long walBytesUntilLimit,
        @Nullable Long walSecondsUntilLimit,
        @Nullable Double slotLagSeconds,
        long checkpoint,
        long generation,
        List<String> warnings) {
    public MigrationStatus {
        warnings = List.copyOf(warnings);
    }

    /** Reads it; empty if the target knows no such migration. */
    public static Optional<MigrationStatus> read(Endpoints endpoints) {
        Optional<RegisteredMigration> migration = new Preparation(endpoints).find();
        return migration.map(found -> read(endpoints, found));
    }

    private static MigrationStatus read(Endpoints endpoints, RegisteredMigration migration) {
        FenceSummary fences;
        Lsn consistencyPoint;
        try {
            fences = FenceSummary.read(endpoints.target(), endpoints.controlSchema(), migration);
            consistencyPoint = consistencyPoint(endpoints, migration);
        } catch (SQLException e) {
            throw TargetFaults.during("read the fences", e);
        }
        try {
            return of(endpoints, migration, fences, consistencyPoint);
        } catch (SQLException e) {
            throw SourceFaults.during("read the replication slot", e);
        }
    }

    private static @Nullable Lsn consistencyPoint(Endpoints endpoints, RegisteredMigration migration)
            throws SQLException {
        String sql = "SELECT \"VALUE\" FROM "
                + ControlTables.qualified(endpoints.controlSchema(), ControlTables.CONTROL)
                + " WHERE \"MIGRATION\" = ? AND \"NAME\" = ?";
        try (PreparedStatement select = endpoints.target().prepareStatement(sql)) {
            select.setString(1, migration.migration());
            select.setString(2, ControlTables.CONSISTENCY_POINT);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Lsn.parse(row.getString(1)) : null;
            }
        } finally {
            endpoints.target().rollback();
        }
    }

    private static MigrationStatus of(
            Endpoints endpoints, RegisteredMigration migration, FenceSummary fences, @Nullable Lsn consistencyPoint)
            throws SQLException {
        String slotName = endpoints.config().source().slot();
        Optional<SlotState> slot = ReplicationSlot.find(endpoints.source(), slotName);
        Optional<WalOutlook> wal = SlotWal.read(endpoints.source(), slotName)
                .map(look -> WalOutlook.judge(look, endpoints.config().source().walLimit(), OptionalDouble.empty()));
        Lsn now = position(endpoints.source());
        Lsn applied = fences.applied();
        return new MigrationStatus(
                migration.migration(),
                migration.state().name(),
                fences.live() > 0,
                migration.lanes(),
                fences.moved(),
                migration.start().toString(),
                applied == null ? null : applied.toString(),
                now.toString(),
                applied == null ? null : Math.max(0, now.bytesSince(applied)),
                consistencyPoint == null ? null : consistencyPoint.toString(),
                consistencyPoint != null && applied != null && !consistencyPoint.isAfter(applied),
                slot.map(SlotState::active).orElse(false),
                slot.map(SlotState::walStatus).orElse(null),
                slot.map(state -> Math.max(0, now.bytesSince(state.confirmedFlush())))
                        .orElse(null),
                wal.map(outlook -> outlook.wal().retainedBytes()).orElse(null),
                wal.map(outlook -> known(outlook.bytesUntilLimit())).orElse(null),
                wal.map(outlook -> known(outlook.secondsUntilLimit())).orElse(null),
                lagSeconds(endpoints.source(), slotName),
                fences.checkpoint(),
                fences.generation(),
                warnings(migration, slotName, wal));
    }

    private static @Nullable Long known(long number) {
        return number == WalOutlook.NONE ? null : number;
    }

    private static List<String> warnings(RegisteredMigration migration, String slot, Optional<WalOutlook> wal) {
        if (wal.isEmpty()) {
            // After cutover nobody needs it any more.
            return migration.state() == MigrationState.CLOSED
                    ? List.of()
                    : List.of(
                            "The replication slot " + slot + " is gone: the migration cannot go on. If it is on another"
                                    + " server, connect there; else copy again with `sealane resnapshot --all-tables`.");
        }
        return wal.get().level() == Level.WELL ? List.of() : List.of(wal.get().text());
    }

    private static Lsn position(Connection source) throws SQLException {
        try (PreparedStatement select = source.prepareStatement("SELECT pg_current_wal_lsn()");
                ResultSet row = select.executeQuery()) {
            row.next();
            return Lsn.parse(row.getString(1));
        }
    }

    /** The server measures this itself; it leaves the lag NULL once everything has been acknowledged. */
    private static @Nullable Double lagSeconds(Connection source, String slot) throws SQLException {
        String sql = """
                SELECT coalesce(extract(epoch FROM r.flush_lag), 0)::float8
                  FROM pg_replication_slots s JOIN pg_stat_replication r ON r.pid = s.active_pid WHERE s.slot_name = ?""";
        try (PreparedStatement select = source.prepareStatement(sql)) {
            select.setString(1, slot);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getDouble(1) : null;
            }
        }
    }
}
