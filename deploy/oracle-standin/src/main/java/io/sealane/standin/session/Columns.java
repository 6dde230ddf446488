package io.sealane.standin.session;

import io.sealane.standin.session.Column.CharacterForm;
import io.sealane.standin.sql.Catalogue;
import io.sealane.standin.sql.DeclaredType;
import io.sealane.standin.sql.OracleType;
import io.sealane.standin.value.WireType;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out what a result's columns are to the client: as declared, or else as H2 says. */
final class Columns {
    private static final int NO_PRECISION_SCALE = -127;
    private static final int LARGEST_STRING_BYTES = 4000;
    private static final int LARGEST_PRECISION = 38;

    private Columns() {}

    static List<Column> of(ResultSetMetaData metaData, Catalogue catalogue) throws SQLException {
        List<Column> columns = new ArrayList<>();
        for (int i = 1; i <= metaData.getColumnCount(); i++) {
            boolean nullable = metaData.isNullable(i) != ResultSetMetaData.columnNoNulls;
            Optional<DeclaredType> declared =
                    catalogue.find(metaData.getSchemaName(i), metaData.getTableName(i), metaData.getColumnName(i));
            String label = metaData.getColumnLabel(i);
            columns.add(
                    declared.isPresent()
                            ? declared(label, nullable, declared.get())
                            : undeclared(label, nullable, metaData, i));
        }
        return columns;
    }

    private static Column declared(String name, boolean nullable, DeclaredType type) {
        OracleType kind = type.type();
        CharacterForm form = kind.isNational() ? CharacterForm.NATIONAL : CharacterForm.DATABASE;
        return switch (kind) {
            case VARCHAR2, NVARCHAR2 ->
                new Column(
                        name,
                        WireType.VARCHAR2,
                        0,
                        0,
                        type.dataLength(),
                        type.charLength(),
                        form,
                        nullable,
                        ColumnWriters.text(form));
            case CHAR, NCHAR ->
                new Column(
                        name,
                        WireType.CHAR,
                        0,
                        0,
                        type.dataLength(),
                        type.charLength(),
                        form,
                        nullable,
                        ColumnWriters.paddedText(form, type));
            case NUMBER -> number(name, nullable, type.numberPrecision(), type.scale());
            case FLOAT -> plain(name, nullable, WireType.NUMBER, type, type.precision(), NO_PRECISION_SCALE);
            case BINARY_FLOAT -> plain(name, nullable, WireType.BINARY_FLOAT, type, 0, 0);
            case BINARY_DOUBLE -> plain(name, nullable, WireType.BINARY_DOUBLE, type, 0, 0);
            case DATE -> plain(name, nullable, WireType.DATE, type, 0, 0);
            case TIMESTAMP -> plain(name, nullable, WireType.TIMESTAMP, type, 0, type.scale());
            case TIMESTAMP_TZ -> plain(name, nullable, WireType.TIMESTAMP_TZ, type, 0, type.scale());
            case TIMESTAMP_LTZ -> plain(name, nullable, WireType.TIMESTAMP_LTZ, type, 0, type.scale());
            case INTERVAL_YM -> plain(name, nullable, WireType.INTERVAL_YM, type, type.precision(), 0);
            case INTERVAL_DS -> plain(name, nullable, WireType.INTERVAL_DS, type, type.precision(), type.scale());
            case RAW -> plain(name, nullable, WireType.RAW, type, 0, 0);
            case BOOLEAN -> plain(name, nullable, WireType.BOOLEAN, type, 0, 0);
            // Their own formats, OSON and the image of an object, are not written: a limit of the stand-in.
            case CLOB, NCLOB, JSON, XMLTYPE ->
                new Column(
                        name,
                        WireType.CLOB,
                        0,
                        0,
                        DeclaredType.of(OracleType.CLOB).dataLength(),
                        0,
                        form,
                        nullable,
                        ColumnWriters.of(WireType.CLOB));
            case BLOB -> plain(name, nullable, WireType.BLOB, type, 0, 0);
        };
    }

    private static Column plain(
            String name, boolean nullable, int wireType, DeclaredType type, int precision, int scale) {
        return new Column(
                name,
                wireType,
                precision,
                scale,
                type.dataLength(),
                0,
                CharacterForm.NONE,
                nullable,
                ColumnWriters.of(wireType));
    }

    private static Column number(String name, boolean nullable, int precision, int scale) {
        boolean open = precision < 0 || precision > LARGEST_PRECISION;
        ColumnWriter writer = !open && scale == 0 && precision <= 18
                ? ColumnWriters.wholeNumber()
                : ColumnWriters.of(WireType.NUMBER);
        return new Column(
                name,
                WireType.NUMBER,
                open ? 0 : precision,
                open ? NO_PRECISION_SCALE : scale,
                22,
                0,
                CharacterForm.NONE,
                nullable,
                writer);
    }

    private static Column undeclared(String name, boolean nullable, ResultSetMetaData metaData, int index)
            throws SQLException {
        if (metaData.getColumnTypeName(index).equals("DECFLOAT")) {
            return number(name, nullable, -1, 0);
        }
        int scale = metaData.getScale(index);
        switch (metaData.getColumnType(index)) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.BOOLEAN -> {
                return number(name, nullable, -1, 0);
            }
            case Types.NUMERIC, Types.DECIMAL -> {
                return number(name, nullable, metaData.getPrecision(index), scale);
            }
            case Types.REAL -> {
                return undeclared(name, nullable, WireType.BINARY_FLOAT, Float.BYTES, 0);
            }
            case Types.DOUBLE, Types.FLOAT -> {
                return undeclared(name, nullable, WireType.BINARY_DOUBLE, Double.BYTES, 0);
            }
            case Types.DATE -> {
                return undeclared(name, nullable, WireType.DATE, 7, 0);
            }
            case Types.TIMESTAMP -> {
                return scale == 0
                        ? undeclared(name, nullable, WireType.DATE, 7, 0)
                        : undeclared(name, nullable, WireType.TIMESTAMP, 11, scale);
            }
            case Types.TIMESTAMP_WITH_TIMEZONE -> {
                return undeclared(name, nullable, WireType.TIMESTAMP_TZ, 13, scale);
            }
            case Types.BINARY, Types.VARBINARY -> {
                return undeclared(name, nullable, WireType.RAW, 2000, 0);
            }
            case Types.BLOB -> {
                return undeclared(name, nullable, WireType.BLOB, LARGEST_STRING_BYTES, 0);
            }
            case Types.CLOB -> {
                return declared(name, nullable, DeclaredType.of(OracleType.CLOB));
            }
            default -> {
                int length = Math.max(1, Math.min(LARGEST_STRING_BYTES, metaData.getPrecision(index)));
                return declared(name, nullable, DeclaredType.string(OracleType.VARCHAR2, length, true));
            }
        }
    }

    private static Column undeclared(String name, boolean nullable, int wireType, int maxBytes, int scale) {
        return new Column(
                name, wireType, 0, scale, maxBytes, 0, CharacterForm.NONE, nullable, ColumnWriters.of(wireType));
    }
}
