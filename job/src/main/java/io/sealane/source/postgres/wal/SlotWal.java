package io.sealane.source.postgres.wal;

import io.sealane.model.Lsn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The WAL of a slot as the server sees it at one moment. How full the server's disk is cannot be asked by SQL.
 *
 * @param status {@code reserved}, {@code extended}, {@code unreserved} or {@code lost}
 * @param position end of the WAL
 * @param restart the oldest WAL that the slot holds back; null once the slot is lost
 * @param confirmed what has been acknowledged; null once the slot is lost
 * @param safeBytes WAL that may still be written before the slot is in danger; null if the server sets no limit
 * @param serverLimitBytes {@code max_slot_wal_keep_size}; null if there is none
 * @param idleSeconds how long nobody has read the slot; null while somebody does, and before PostgreSQL 17
 * @param idleLimitSeconds {@code idle_replication_slot_timeout}; null if there is none, and before PostgreSQL 18
 */
public record SlotWal(
        String slot,
        String status,
        Lsn position,
        @Nullable Lsn restart,
        @Nullable Lsn confirmed,
        @Nullable Long safeBytes,
        @Nullable Long serverLimitBytes,
        @Nullable Long idleSeconds,
        @Nullable Long idleLimitSeconds) {

    // to_jsonb: a column that an older server lacks is no error this way
    private static final String QUERY = """
            SELECT s.slot_name, coalesce(j ->> 'wal_status', 'unknown') AS status, pg_current_wal_lsn() AS position,
                   s.restart_lsn, s.confirmed_flush_lsn, (j ->> 'safe_wal_size')::bigint AS safe_bytes,
                   nullif(pg_size_bytes(current_setting('max_slot_wal_keep_size', true)), -1) AS server_limit,
                   extract(epoch FROM clock_timestamp() - (j ->> 'inactive_since')::timestamptz)::bigint AS idle,
                   nullif(extract(epoch FROM current_setting('idle_replication_slot_timeout', true)::interval)::bigint, 0)
                     AS idle_limit
              FROM pg_catalog.pg_replication_slots s CROSS JOIN LATERAL to_jsonb(s) j
             WHERE s.slot_name = ?""";

    /** Asks the server; empty if there is no such slot. */
    public static Optional<SlotWal> read(Connection connection, String slot) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(QUERY)) {
            select.setString(1, slot);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                return Optional.of(new SlotWal(
                        row.getString("slot_name"),
                        row.getString("status"),
                        Lsn.parse(row.getString("position")),
                        lsn(row, "restart_lsn"),
                        lsn(row, "confirmed_flush_lsn"),
                        number(row, "safe_bytes"),
                        number(row, "server_limit"),
                        number(row, "idle"),
                        number(row, "idle_limit")));
            }
        }
    }

    private static @Nullable Lsn lsn(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : Lsn.parse(text);
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    /** WAL that the server keeps because of the slot. */
    public long retainedBytes() {
        return restart == null || isLost() ? 0 : Math.max(0, position.bytesSince(restart));
    }

    /** WAL that has not been acknowledged. */
    public long lagBytes() {
        return confirmed == null ? 0 : Math.max(0, position.bytesSince(confirmed));
    }

    /** Whether the server has given the slot up, and its WAL with it. */
    public boolean isLost() {
        return status.equals("lost");
    }
}
