package io.sealane.sink;

import io.sealane.fence.ControlTables;
import io.sealane.fence.FenceReader;
import io.sealane.model.Lsn;
import io.sealane.oracle.OracleName;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A session that is held for looking at the lowest fence every few seconds: a log-on each time would fill Oracle's audit trail. */
final class TargetFenceSession implements FenceReader.Session {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final TargetFenceReader reader;
    private final TargetConnections connections;
    private final Connection connection;

    private TargetFenceSession(TargetFenceReader reader, TargetConnections connections, Connection connection) {
        this.reader = reader;
        this.connections = connections;
        this.connection = connection;
    }

    static TargetFenceSession open(TargetFenceReader reader) throws IOException {
        TargetConnections connections = new TargetConnections(reader.target());
        try {
            return new TargetFenceSession(reader, connections, connections.open());
        } catch (SQLException e) {
            connections.close();
            throw told(reader, e);
        }
    }

    private interface Answer<T> {
        T of(ResultSet rows) throws SQLException;
    }

    @Override
    public @Nullable Lsn applied() throws IOException {
        // A fence is (LSN, ordinal); everything before the lowest LSN is applied whatever the ordinal.
        String sql = "SELECT MIN(\"COMMIT_LSN\") FROM " + qualified(ControlTables.FENCE) + " WHERE \"MIGRATION\" = ?";
        return ask(
                        sql,
                        row -> row.next()
                                ? Optional.ofNullable(row.getBigDecimal(1)).map(MigrationRegistry::lsn)
                                : Optional.<Lsn>empty())
                .orElse(null);
    }

    @Override
    public FenceReader.@Nullable Beginning beginning() throws IOException {
        String sql = "SELECT \"START_LSN\", \"CREATED_AT\" FROM " + qualified(ControlTables.MIGRATION)
                + " WHERE \"MIGRATION\" = ?";
        return ask(sql, row -> row.next() ? Optional.of(beginning(row)) : Optional.<FenceReader.Beginning>empty())
                .orElse(null);
    }

    private static FenceReader.Beginning beginning(ResultSet row) throws SQLException {
        return new FenceReader.Beginning(
                MigrationRegistry.lsn(row.getBigDecimal(1)),
                row.getObject(2, OffsetDateTime.class).toInstant());
    }

    private <T> T ask(String sql, Answer<T> answer) throws IOException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setQueryTimeout((int) LIMIT.toSeconds());
            select.setString(1, reader.migration());
            T made;
            try (ResultSet rows = select.executeQuery()) {
                made = answer.of(rows);
            }
            connection.rollback();
            return made;
        } catch (SQLException e) {
            throw told(reader, e);
        }
    }

    private String qualified(String table) {
        return ControlTables.qualified(new OracleName(reader.target().controlSchema()), table);
    }

    /** Any fault: whoever looks does so again. */
    private static IOException told(TargetFenceReader reader, SQLException fault) {
        return new IOException(
                "Cannot look at the fences of migration " + reader.migration() + ": " + TargetFaults.named(fault));
    }

    @Override
    public void close() {
        connections.close();
    }
}
