package io.sealane.chaos.reconcile;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.h2.api.Trigger;
import org.jspecify.annotations.Nullable;

/** Row trigger on the fence table: enters each position a lane was moved to. Made and called by H2. */
public final class FenceTrigger implements Trigger {
    private static final List<String> COLUMNS = List.of("LANE", "GENERATION", "COMMIT_LSN", "ORDINAL");

    private final Map<String, Integer> indexes = new HashMap<>();

    @Override
    public void init(Connection conn, String schema, String trigger, String table, boolean before, int type)
            throws SQLException {
        try (ResultSet columns = conn.getMetaData().getColumns(null, schema, table, null)) {
            while (columns.next()) {
                indexes.put(columns.getString("COLUMN_NAME"), columns.getInt("ORDINAL_POSITION") - 1);
            }
        }
    }

    @Override
    public void fire(Connection conn, Object @Nullable [] oldRow, Object @Nullable [] newRow) throws SQLException {
        if (newRow == null) {
            return;
        }
        try (PreparedStatement insert = conn.prepareStatement(AppliedLog.INSERT_FENCE)) {
            for (int i = 0; i < COLUMNS.size(); i++) {
                int index = Objects.requireNonNull(indexes.get(COLUMNS.get(i)), COLUMNS.get(i));
                insert.setLong(i + 1, new BigDecimal(newRow[index].toString()).longValueExact());
            }
            insert.executeUpdate();
        }
    }
}
