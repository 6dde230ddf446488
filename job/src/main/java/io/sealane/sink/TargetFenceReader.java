package io.sealane.sink;

import io.sealane.config.TargetConfig;
import io.sealane.fence.Applied;
import io.sealane.fence.ControlTables;
import io.sealane.fence.FenceReader;
import io.sealane.fence.FenceSpan;
import io.sealane.fence.Recopy;
import io.sealane.fence.RegisteredMigration;
import io.sealane.model.Lsn;
import io.sealane.model.Position;
import io.sealane.model.Witness;
import io.sealane.oracle.OracleName;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads fences and control rows, each time in a session that is made for it, or in one that is held. */
public record TargetFenceReader(TargetConfig target, String migration) implements FenceReader {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(TargetFenceReader.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Override
    public Applied read() throws IOException {
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

    private OracleName schema() {
        return new OracleName(target.controlSchema());
    }

    private final class OpenSession implements Session {
        private final TargetConnections connections;
        private final Connection connection;

        OpenSession(TargetConnections connections, Connection connection) {
            this.connections = connections;
            this.connection = connection;
        }

        @Override
        public Applied read() throws IOException {
            return ask(this::applied);
        }

        private Applied applied() throws SQLException {
            String sql = "SELECT \"COMMIT_LSN\", \"ORDINAL\", \"LINEAGE\" FROM "
                    + ControlTables.qualified(schema(), ControlTables.FENCE) + " WHERE \"MIGRATION\" = ?";
            FenceSpan span = FenceSpan.NONE;
            String lineage = null;
            try (PreparedStatement select = prepare(sql);
                    ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    span = span.with(new Position(MigrationRegistry.lsn(rows.getBigDecimal(1)), rows.getLong(2)));
                    lineage = rows.getString(3);
                }
            }
            Lsn start = MigrationRegistry.read(connection, schema(), migration)
                    .map(RegisteredMigration::start)
                    .orElse(Lsn.ZERO);
            Map<String, String> control = MigrationRegistry.control(connection, schema(), migration);
            String witness = control.get(ControlTables.WITNESS);
            return new Applied(
                    span,
                    start,
                    lineage,
                    witness == null ? null : Witness.parse(witness),
                    Recopy.of(control).orElse(null));
        }

        @Override
        public @Nullable Beginning beginning() throws IOException {
            return ask(this::begun);
        }

        private @Nullable Beginning begun() throws SQLException {
            String sql = "SELECT \"START_LSN\", \"CREATED_AT\" FROM "
                    + ControlTables.qualified(schema(), ControlTables.MIGRATION) + " WHERE \"MIGRATION\" = ?";
            try (PreparedStatement select = prepare(sql);
                    ResultSet row = select.executeQuery()) {
                return row.next()
                        ? new Beginning(
                                MigrationRegistry.lsn(row.getBigDecimal(1)),
                                row.getObject(2, OffsetDateTime.class).toInstant())
                        : null;
            }
        }

        private PreparedStatement prepare(String sql) throws SQLException {
            PreparedStatement select = connection.prepareStatement(sql);
            select.setQueryTimeout((int) LIMIT.toSeconds());
            select.setFetchSize(1024);
            select.setString(1, migration);
            return select;
        }

        private <T extends @Nullable Object> T ask(Question<T> question) throws IOException {
            try {
                return question.answer();
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
    }

    private interface Question<T extends @Nullable Object> {
        T answer() throws SQLException;
    }
}
