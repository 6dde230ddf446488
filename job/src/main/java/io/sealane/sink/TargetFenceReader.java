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
import java.util.Map;

/** Reads fences and control rows in a session that is made for it and closed again. */
public record TargetFenceReader(TargetConfig target, String migration) implements FenceReader {
    private static final long serialVersionUID = 1L;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Override
    public Applied read() throws IOException {
        try (TargetConnections connections = new TargetConnections(target)) {
            return read(connections.open());
        } catch (SQLException e) {
            String doing = "read the fences of migration " + migration;
            if (!TargetFaults.classify(e).isRetried()) {
                throw TargetFaults.refused(doing, e);
            }
            throw new IOException("Cannot " + doing + ": " + TargetFaults.named(e) + ". It is tried again.", e);
        }
    }

    @Override
    public Session open() throws IOException {
        return TargetFenceSession.open(this);
    }

    private Applied read(Connection connection) throws SQLException {
        String sql = "SELECT \"COMMIT_LSN\", \"ORDINAL\", \"LINEAGE\", \"CHECKPOINT\" FROM "
                + ControlTables.qualified(new OracleName(target.controlSchema()), ControlTables.FENCE)
                + " WHERE \"MIGRATION\" = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setQueryTimeout((int) LIMIT.toSeconds());
            select.setFetchSize(1024);
            select.setString(1, migration);
            FenceSpan span = FenceSpan.NONE;
            String lineage = null;
            boolean stamped = false;
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    span = span.with(new Position(MigrationRegistry.lsn(rows.getBigDecimal(1)), rows.getLong(2)));
                    lineage = rows.getString(3);
                    stamped |= rows.getLong(4) > 0;
                }
            }
            OracleName schema = new OracleName(target.controlSchema());
            Lsn start = MigrationRegistry.read(connection, schema, migration)
                    .map(RegisteredMigration::start)
                    .orElse(Lsn.ZERO);
            Map<String, String> control = new ControlRows(connection, schema, migration).read();
            String witness = control.get(ControlTables.WITNESS);
            return new Applied(
                    span,
                    start,
                    lineage,
                    witness == null ? null : Witness.parse(witness),
                    stamped,
                    Recopy.of(control).orElse(null));
        } finally {
            connection.rollback();
        }
    }
}
