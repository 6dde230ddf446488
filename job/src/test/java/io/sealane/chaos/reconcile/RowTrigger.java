package io.sealane.chaos.reconcile;

import io.sealane.chaos.history.ChaosColumn;
import io.sealane.chaos.history.ChaosTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.h2.api.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * Row trigger in the target database: enters each change that takes effect into {@link AppliedLog}'s table, in the
 * transaction of the change, so that what is rolled back is not counted. Made and called by H2.
 */
public final class RowTrigger implements Trigger {
    private @Nullable ChaosTable table;

    @Override
    public void init(Connection conn, String schema, String trigger, String tableName, boolean before, int type) {
        table = ChaosTable.valueOf(tableName);
    }

    @Override
    public void fire(Connection conn, Object @Nullable [] oldRow, Object @Nullable [] newRow) throws SQLException {
        ChaosTable changed = Objects.requireNonNull(table, "BUG: H2 did not call init");
        Object[] row = newRow != null ? newRow : Objects.requireNonNull(oldRow);
        String operation = newRow == null ? "D" : oldRow == null ? "I" : "U";
        try (PreparedStatement insert = conn.prepareStatement(AppliedLog.INSERT)) {
            insert.setString(1, changed.name());
            insert.setString(2, operation);
            insert.setString(3, key(changed, row));
            insert.setLong(4, ((Number) row[changed.key().size()]).longValue());
            insert.executeUpdate();
        }
    }

    private static String key(ChaosTable table, Object[] row) throws SQLException {
        List<ChaosColumn> columns = table.key();
        List<String> key = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            key.add(String.valueOf(Canonical.ofObject(columns.get(i).kind(), row[i])));
        }
        return String.join("|", key);
    }
}
