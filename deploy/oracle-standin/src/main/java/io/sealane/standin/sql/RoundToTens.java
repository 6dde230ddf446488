package io.sealane.standin.sql;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.h2.api.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * Rounds what goes into NUMBER columns of a negative scale, which H2 does not have: NUMBER(2, -3) keeps 12,499 as 12,000.
 * SQL Language Reference, "NUMBER Data Type". A trigger of H2's own, made by its name and hidden from ALL_TRIGGERS.
 */
public final class RoundToTens implements Trigger {
    private static final int TOO_PRECISE = 1438;
    private static final String COLUMNS = "SELECT c.ORDINAL_POSITION, d.type_precision, d.type_scale"
            + " FROM SYS.DECLARED_COLUMNS d JOIN INFORMATION_SCHEMA.COLUMNS c ON c.TABLE_SCHEMA = d.owner"
            + " AND c.TABLE_NAME = d.table_name AND c.COLUMN_NAME = d.column_name"
            + " WHERE d.owner = ? AND d.table_name = ? AND d.type = 'NUMBER' AND d.type_scale < 0";

    private String schema = "";
    private String table = "";
    private @Nullable List<RoundedColumn> columns;

    private record RoundedColumn(int index, int precision, int scale) {
        BigDecimal round(BigDecimal value) throws SQLException {
            BigDecimal rounded = value.setScale(scale, RoundingMode.HALF_UP);
            if (rounded.precision() > precision) {
                OracleException error = new OracleException(
                        TOO_PRECISE, "value larger than specified precision allowed for this column");
                throw new SQLException(error.getMessage(), error);
            }
            return rounded;
        }
    }

    /** The statement that puts the trigger on a table. */
    static String createOn(TableName table) {
        TableName trigger = new TableName(table.owner(), "ROUND_" + UUID.randomUUID());
        return "CREATE TRIGGER " + trigger.sql() + " BEFORE INSERT, UPDATE ON " + table.sql() + " FOR EACH ROW CALL '"
                + RoundToTens.class.getName() + "'";
    }

    @Override
    public void init(Connection connection, String owner, String name, String on, boolean before, int type) {
        schema = owner;
        table = on;
    }

    @Override
    public void fire(Connection connection, Object @Nullable [] oldRow, @Nullable Object @Nullable [] newRow)
            throws SQLException {
        for (RoundedColumn column : columns(connection)) {
            Object value = newRow == null ? null : newRow[column.index];
            if (newRow != null && value instanceof BigDecimal) {
                newRow[column.index] = column.round((BigDecimal) value);
            }
        }
    }

    /** Read at the first row, because the trigger is made before the columns are declared. */
    private synchronized List<RoundedColumn> columns(Connection connection) throws SQLException {
        if (columns == null) {
            List<RoundedColumn> found = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(COLUMNS)) {
                select.setString(1, schema);
                select.setString(2, table);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        DeclaredType type = DeclaredType.number(rows.getInt(2), rows.getInt(3));
                        found.add(new RoundedColumn(rows.getInt(1) - 1, type.numberPrecision(), type.scale()));
                    }
                }
            }
            columns = found;
        }
        return columns;
    }
}
