package io.sealane.source.postgres;

import io.sealane.model.Lsn;
import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Which server and which history a position belongs to.
 *
 * @param systemIdentifier made once by {@code initdb}, shared by all physical copies
 * @param timeline raised by every promotion (PolarDB's shared-storage promotion leaves it)
 * @param position end of the durable WAL when it was asked
 * @param database the database that the connection belongs to
 */
public record SourceIdentity(String systemIdentifier, int timeline, Lsn position, String database)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Asks over a replication connection ({@link PostgresConnections#openReplication}). */
    public static SourceIdentity identify(Connection replication) throws SQLException {
        try (Statement statement = replication.createStatement();
                ResultSet result = statement.executeQuery("IDENTIFY_SYSTEM")) {
            if (!result.next()) {
                throw new MigrationException(
                        Kind.BUG, "SRC-201", "Cannot identify the source: IDENTIFY_SYSTEM gave no row.");
            }
            return new SourceIdentity(
                    result.getString("systemid"),
                    result.getInt("timeline"),
                    Lsn.parse(result.getString("xlogpos")),
                    result.getString("dbname"));
        }
    }
}
