package io.sealane.source.postgres.stream;

import io.sealane.config.SourceConfig;
import io.sealane.model.Lsn;
import io.sealane.model.TableId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts replication on a connection, and waits for a slot that a session still holds. */
record Attachment(SourceConfig config, Connection connection) {
    private static final Logger LOG = LoggerFactory.getLogger(Attachment.class);
    private static final Duration HELD_LIMIT = Duration.ofSeconds(30);
    private static final long RETRY_MILLIS = 200;
    private static final String OBJECT_IN_USE = "55006";
    private static final String UNDEFINED_OBJECT = "42704";

    PGReplicationStream start(Lsn start) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + HELD_LIMIT.toNanos();
        while (true) {
            try {
                return startOnce(start);
            } catch (SQLException e) {
                if (UNDEFINED_OBJECT.equals(e.getSQLState())) {
                    throw StreamGuard.missing(config.slot(), start);
                }
                if (!OBJECT_IN_USE.equals(e.getSQLState())) {
                    throw e;
                }
                if (System.nanoTime() - deadline > 0) {
                    throw held(e);
                }
                LOG.info("Waiting for the replication slot, a session holds it slot={}", config.slot());
            }
            Thread.sleep(RETRY_MILLIS);
        }
    }

    private PGReplicationStream startOnce(Lsn start) throws SQLException {
        return connection
                .unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName(TableId.quote(config.slot()))
                .withStartPosition(LogSequenceNumber.valueOf(start.value()))
                .withSlotOption("proto_version", 1)
                .withSlotOption("publication_names", TableId.quote(config.publication()))
                // The driver's default confirms on keepalives what nobody has applied.
                .withAutomaticFlush(false)
                .withStatusInterval(20, TimeUnit.SECONDS)
                .start();
    }

    private SQLException held(SQLException cause) {
        return new SQLException(
                "Cannot attach to replication slot " + config.slot() + ": a session still holds it after "
                        + HELD_LIMIT.toSeconds() + " s. If it is a dead one the server ends it after"
                        + " wal_sender_timeout; if it is another run of this migration, stop one of the two.",
                OBJECT_IN_USE,
                cause);
    }

    /** The stream names these by object id only. */
    static Map<Integer, String> builtInTypes(Connection sql) throws SQLException {
        Map<Integer, String> types = new HashMap<>();
        try (Statement statement = sql.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT oid, typname FROM pg_type WHERE oid < " + StreamedTable.FIRST_OWN_OID)) {
            while (result.next()) {
                types.put(result.getInt(1), result.getString(2));
            }
        }
        return types;
    }
}
