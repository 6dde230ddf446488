package io.sealane.sink;

import io.sealane.oracle.BindKind;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import oracle.jdbc.OraclePreparedStatement;
import oracle.jdbc.OracleTypes;
import oracle.sql.DATE;
import org.jspecify.annotations.Nullable;

/** The setters of Oracle's driver that plain JDBC has no word for. The only class that sees the driver's own types. */
final class OracleBinder extends ValueBinder {

    @Override
    void store(PreparedStatement statement, int parameter, BindKind kind, @Nullable Object value) throws SQLException {
        if (value != null) {
            switch (kind) {
                // setFloat and setDouble would go out as NUMBER.
                case BINARY_FLOAT -> {
                    own(statement).setBinaryFloat(parameter, (Float) value);
                    return;
                }
                case BINARY_DOUBLE -> {
                    own(statement).setBinaryDouble(parameter, (Double) value);
                    return;
                }
                // A timestamp compared with a DATE column would convert the column and miss its index.
                case DATE -> {
                    own(statement).setDATE(parameter, DATE.of((LocalDateTime) value));
                    return;
                }
                default -> {}
            }
        }
        super.store(statement, parameter, kind, value);
    }

    @Override
    void compare(PreparedStatement statement, int parameter, BindKind kind, @Nullable Object value)
            throws SQLException {
        if (kind == BindKind.CHAR && value != null) {
            // A CHAR column compared with a VARCHAR2 bind is compared without blank padding and finds nothing.
            own(statement).setFixedCHAR(parameter, (String) value);
        } else {
            super.compare(statement, parameter, kind, value);
        }
    }

    @Override
    int nullType(BindKind kind) {
        return switch (kind) {
            case BINARY_FLOAT -> OracleTypes.BINARY_FLOAT;
            case BINARY_DOUBLE -> OracleTypes.BINARY_DOUBLE;
            case DATE -> Types.DATE;
            case TIMESTAMP_TZ -> OracleTypes.TIMESTAMPTZ;
            default -> super.nullType(kind);
        };
    }

    private static OraclePreparedStatement own(PreparedStatement statement) throws SQLException {
        return statement.unwrap(OraclePreparedStatement.class);
    }
}
