package io.sealane.sink;

import io.sealane.oracle.BindKind;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.Period;
import java.util.Locale;
import oracle.jdbc.OraclePreparedStatement;
import oracle.jdbc.OracleTypes;
import oracle.sql.DATE;
import oracle.sql.INTERVALDS;
import oracle.sql.INTERVALYM;
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
                case INTERVAL_DS -> {
                    own(statement).setINTERVALDS(parameter, dayTime((Duration) value));
                    return;
                }
                case INTERVAL_YM -> {
                    own(statement).setINTERVALYM(parameter, yearMonth((Period) value));
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
            case INTERVAL_DS -> OracleTypes.INTERVALDS;
            case INTERVAL_YM -> OracleTypes.INTERVALYM;
            case BOOLEAN -> OracleTypes.BOOLEAN;
            default -> super.nullType(kind);
        };
    }

    private static INTERVALDS dayTime(Duration value) {
        Duration length = value.abs();
        return new INTERVALDS(String.format(
                Locale.ROOT,
                "%s%d %d:%d:%d.%09d",
                value.isNegative() ? "-" : "",
                length.toDaysPart(),
                length.toHoursPart(),
                length.toMinutesPart(),
                length.toSecondsPart(),
                length.toNanosPart()));
    }

    private static INTERVALYM yearMonth(Period value) {
        int months = Math.abs(value.getMonths());
        return new INTERVALYM((value.isNegative() ? "-" : "") + months / 12 + "-" + months % 12);
    }

    private static OraclePreparedStatement own(PreparedStatement statement) throws SQLException {
        return statement.unwrap(OraclePreparedStatement.class);
    }
}
