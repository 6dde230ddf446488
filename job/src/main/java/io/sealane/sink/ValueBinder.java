package io.sealane.sink;

import io.sealane.oracle.BindKind;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/**
 * Hands values to a driver by plain JDBC. Within one column of one array it always uses one JDBC type, NULL included,
 * because the Oracle driver sends a new array wherever the type changes.
 */
class ValueBinder {

    /** For a driver: Oracle's own setters where it has them. */
    static ValueBinder of(TargetConnections connections) {
        return connections.speaksOracle() ? new OracleBinder() : new ValueBinder();
    }

    /** A value that is stored. LOBs are taken in line, as text or bytes; {@link TemporaryLobs} binds the others. */
    void store(PreparedStatement statement, int parameter, BindKind kind, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(parameter, nullType(kind));
            return;
        }
        switch (kind) {
            case NUMBER -> setNumber(statement, parameter, value);
            case BINARY_FLOAT, BINARY_DOUBLE, DATE, TIMESTAMP, TIMESTAMP_TZ -> statement.setObject(parameter, value);
            case VARCHAR, CHAR, CLOB, JSON -> statement.setString(parameter, (String) value);
            case NVARCHAR, NCLOB -> statement.setNString(parameter, (String) value);
            case RAW, BLOB -> statement.setBytes(parameter, (byte[]) value);
            case BOOLEAN -> statement.setBoolean(parameter, (Boolean) value);
            case INTERVAL_DS, INTERVAL_YM -> statement.setString(parameter, value.toString());
        }
    }

    /** A value that a key column is compared with. */
    void compare(PreparedStatement statement, int parameter, BindKind kind, @Nullable Object value)
            throws SQLException {
        store(statement, parameter, kind, value);
    }

    int nullType(BindKind kind) {
        return switch (kind) {
            case NUMBER -> Types.NUMERIC;
            case BINARY_FLOAT -> Types.REAL;
            case BINARY_DOUBLE -> Types.DOUBLE;
            case VARCHAR, CHAR, CLOB, JSON, INTERVAL_DS, INTERVAL_YM -> Types.VARCHAR;
            case NVARCHAR, NCLOB -> Types.NVARCHAR;
            case RAW, BLOB -> Types.VARBINARY;
            case DATE, TIMESTAMP -> Types.TIMESTAMP;
            case TIMESTAMP_TZ -> Types.TIMESTAMP_WITH_TIMEZONE;
            case BOOLEAN -> Types.BOOLEAN;
        };
    }

    private static void setNumber(PreparedStatement statement, int parameter, Object value) throws SQLException {
        if (value instanceof Long whole) {
            statement.setLong(parameter, whole);
        } else {
            statement.setBigDecimal(parameter, (BigDecimal) value);
        }
    }
}
