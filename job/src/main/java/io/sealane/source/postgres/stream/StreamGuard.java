package io.sealane.source.postgres.stream;

import io.sealane.source.postgres.SourceIdentity;
import java.sql.Connection;
import java.sql.SQLException;

/** Refuses to attach where the source cannot give everything after a position. */
public final class StreamGuard {
    private StreamGuard() {}

    /**
     * Judges whether {@code slot} can deliver everything from {@code resume} on, and gives the server as it is now.
     *
     * @throws SourceLostException if it cannot; names the interval and the ways out
     */
    public static SourceIdentity check(Connection sql, Connection replication, String slot, ResumePoint resume)
            throws SQLException {
        throw new UnsupportedOperationException();
    }
}
