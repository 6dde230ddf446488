package io.sealane.source.postgres.stream;

import io.sealane.source.postgres.PostgresConnections;
import io.sealane.source.postgres.ReplicationSlot;
import io.sealane.source.postgres.SlotState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.postgresql.PGConnection;

/**
 * Finds out that the replication connection is dead though no read fails: after twice {@code wal_sender_timeout} without
 * a sign of life it asks the server over a second connection whether our walsender still serves the slot.
 *
 * <p>An idle server is silent, as far as the driver lets us see: its answers to our status messages carry the position
 * that we know already. So silence alone proves nothing.
 */
final class LinkWatch {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

    private final PostgresConnections connections;
    private final String slot;
    private final int walsender;
    private final long silenceNanos;
    private long lastHeard = System.nanoTime();

    /**
     * @param replication the connection to watch
     * @param sql any other, not needed later
     */
    LinkWatch(PostgresConnections connections, Connection replication, Connection sql, String slot)
            throws SQLException {
        this.connections = connections;
        this.slot = slot;
        this.walsender = replication.unwrap(PGConnection.class).getBackendPID();
        this.silenceNanos = 2 * timeout(sql).toNanos();
    }

    private static Duration timeout(Connection sql) throws SQLException {
        try (Statement statement = sql.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT setting FROM pg_settings WHERE name = 'wal_sender_timeout'")) {
            long millis = result.next() ? result.getLong(1) : 0;
            return millis > 0 ? Duration.ofMillis(millis) : DEFAULT_TIMEOUT;
        }
    }

    void heard() {
        lastHeard = System.nanoTime();
    }

    /** @throws SQLException if the server no longer knows our session, or cannot be reached at all */
    void requireAlive() throws SQLException {
        if (System.nanoTime() - lastHeard < silenceNanos) {
            return;
        }
        try (Connection sql = connections.openBriefly()) {
            Optional<SlotState> state = ReplicationSlot.find(sql, slot);
            Integer holder = state.map(SlotState::activePid).orElse(null);
            if (holder == null || holder != walsender) {
                throw new SQLException(
                        "Cannot read the change stream: the connection is dead, replication slot " + slot
                                + " is served by " + (holder == null ? "nobody" : "pid " + holder) + ", not by pid "
                                + walsender + ".",
                        "08006");
            }
        }
        heard();
    }
}
