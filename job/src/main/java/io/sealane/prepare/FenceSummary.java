package io.sealane.prepare;

import io.sealane.fence.ControlTables;
import io.sealane.fence.RegisteredMigration;
import io.sealane.model.Lsn;
import io.sealane.oracle.OracleName;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * All fences of a migration in one look.
 *
 * @param lanes fence rows found
 * @param moved lanes that have left the start: something of the stream was applied
 * @param applied everything committed before it has been applied
 * @param checkpoint highest checkpoint that a lane is stamped with
 * @param generation highest generation of a lane
 * @param live lanes whose writer's lease has not run out
 * @param owner one of the writers with a live lease
 */
record FenceSummary(
        int lanes,
        int moved,
        @Nullable Lsn applied,
        long checkpoint,
        long generation,
        int live,
        @Nullable String owner) {

    static FenceSummary read(Connection target, OracleName controlSchema, RegisteredMigration migration)
            throws SQLException {
        String sql = """
                SELECT COUNT(*), SUM(CASE WHEN "COMMIT_LSN" <> ? OR "ORDINAL" <> 0 THEN 1 ELSE 0 END),
                       MIN("COMMIT_LSN"), MAX("CHECKPOINT"), MAX("GENERATION"),
                       SUM(CASE WHEN "LEASE_UNTIL" > SYSTIMESTAMP THEN 1 ELSE 0 END),
                       MAX(CASE WHEN "LEASE_UNTIL" > SYSTIMESTAMP THEN "OWNER" END)
                  FROM %s WHERE "MIGRATION" = ?""".formatted(ControlTables.qualified(controlSchema, ControlTables.FENCE));
        try (PreparedStatement select = target.prepareStatement(sql)) {
            select.setBigDecimal(
                    1, new BigDecimal(Long.toUnsignedString(migration.start().value())));
            select.setString(2, migration.migration());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                BigDecimal applied = row.getBigDecimal(3);
                return new FenceSummary(
                        row.getInt(1),
                        row.getInt(2),
                        applied == null ? null : new Lsn(applied.toBigInteger().longValue()),
                        row.getLong(4),
                        row.getLong(5),
                        row.getInt(6),
                        row.getString(7));
            }
        } finally {
            target.rollback();
        }
    }
}
