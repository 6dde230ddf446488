package io.sealane.source.postgres.wal;

import io.sealane.source.postgres.ReplicationSlot;
import io.sealane.source.postgres.SlotState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Drops a slot that our own reader holds: its walsender is ended first, again if the reader is back before the drop. */
final class SlotDropping {
    private static final String OBJECT_IN_USE = "55006";
    private static final long LIMIT_NANOS = Duration.ofSeconds(30).toNanos();
    private static final int END_WAIT_MILLIS = 5_000;

    private SlotDropping() {}

    /** @throws SQLException if it could not be dropped, the slot is then still there */
    static void drop(Connection connection, String name) throws SQLException {
        long begun = System.nanoTime();
        while (true) {
            Optional<SlotState> slot = ReplicationSlot.find(connection, name);
            Integer reader = slot.map(SlotState::activePid).orElse(null);
            if (reader != null) {
                end(connection, reader);
            }
            try {
                ReplicationSlot.drop(connection, name);
                return;
            } catch (SQLException e) {
                if (!OBJECT_IN_USE.equals(e.getSQLState()) || System.nanoTime() - begun > LIMIT_NANOS) {
                    throw e;
                }
            }
        }
    }

    private static void end(Connection connection, int pid) throws SQLException {
        try (PreparedStatement end = connection.prepareStatement("SELECT pg_terminate_backend(?, ?)")) {
            end.setInt(1, pid);
            end.setInt(2, END_WAIT_MILLIS);
            end.execute();
        }
    }
}
