package io.sealane.sink;

import io.sealane.config.TargetConfig;
import io.sealane.fence.ControlTables;
import io.sealane.fence.FenceReader;
import io.sealane.fence.FenceSpan;
import io.sealane.model.Position;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the fences, each time in a session that is made for it, or in one that is held. */
public record TargetFenceReader(TargetConfig target, String migration) implements FenceReader {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(TargetFenceReader.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Override
    public FenceSpan read() throws IOException {
        try (Session session = open()) {
            return session.read();
        }
    }

    @Override
    public Session open() throws IOException {
        TargetConnections connections = new TargetConnections(target);
        try {
            return new OpenSession(connections, connections.open());
        } catch (SQLException e) {
            connections.close();
            throw told(e);
        }
    }

    private IOException told(SQLException fault) {
        String doing = "read the fences of migration " + migration;
        if (!TargetFaults.classify(fault).isRetried()) {
            throw TargetFaults.refused(doing, fault);
        }
        return new IOException("Cannot " + doing + ": " + TargetFaults.named(fault) + ". It is tried again.", fault);
    }

    private final class OpenSession implements Session {
        private final TargetConnections connections;
        private final Connection connection;

        OpenSession(TargetConnections connections, Connection connection) {
            this.connections = connections;
            this.connection = connection;
        }

        @Override
        public FenceSpan read() throws IOException {
            String sql = "SELECT \"COMMIT_LSN\", \"ORDINAL\" FROM " + qualified(ControlTables.FENCE)
                    + " WHERE \"MIGRATION\" = ?";
            return ask(sql, rows -> {
                FenceSpan span = FenceSpan.NONE;
                while (rows.next()) {
                    span = span.with(new Position(MigrationRegistry.lsn(rows.getBigDecimal(1)), rows.getLong(2)));
                }
                return span;
            });
        }

        @Override
        public @Nullable Beginning beginning() throws IOException {
            String sql = "SELECT \"START_LSN\", \"CREATED_AT\" FROM " + qualified(ControlTables.MIGRATION)
                    + " WHERE \"MIGRATION\" = ?";
            return ask(
                            sql,
                            row -> row.next()
                                    ? Optional.of(new Beginning(
                                            MigrationRegistry.lsn(row.getBigDecimal(1)),
                                            row.getObject(2, OffsetDateTime.class)
                                                    .toInstant()))
                                    : Optional.<Beginning>empty())
                    .orElse(null);
        }

        private <T> T ask(String sql, Answer<T> answer) throws IOException {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setQueryTimeout((int) LIMIT.toSeconds());
                select.setFetchSize(1024);
                select.setString(1, migration);
                try (ResultSet rows = select.executeQuery()) {
                    return answer.of(rows);
                }
            } catch (SQLException e) {
                throw told(e);
            } finally {
                rollBack();
            }
        }

        private void rollBack() {
            try {
                connection.rollback();
            } catch (SQLException e) {
                LOG.debug("Session of the fences not rolled back", e);
            }
        }

        @Override
        public void close() {
            connections.close();
        }

        private String qualified(String table) {
            return ControlTables.qualified(new OracleName(target.controlSchema()), table);
        }
    }

    private interface Answer<T> {
        T of(ResultSet rows) throws SQLException;
    }
}
