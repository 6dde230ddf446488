package io.sealane.demo.compare;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a value of one PostgreSQL type is made comparable: its PostgreSQL text on one side, what JDBC reads from the target
 * on the other, both brought to the same canonical text. Two values are equal exactly when their canonical texts are.
 */
enum ColumnKind {
    NUMBER {
        @Override
        String source(String text) {
            return plain(new BigDecimal(text));
        }

        @Override
        @Nullable
        Object read(ResultSet rows, int column) throws SQLException {
            return rows.getBigDecimal(column);
        }

        @Override
        String target(Object value) {
            return plain((BigDecimal) value);
        }
    },
    /** A NUMBER of 0 or 1 in the target. */
    TRUTH {
        @Override
        String source(String text) {
            return text.equals("true") ? "1" : "0";
        }

        @Override
        @Nullable
        Object read(ResultSet rows, int column) throws SQLException {
            return rows.getBigDecimal(column);
        }

        @Override
        String target(Object value) {
            return plain((BigDecimal) value);
        }
    },
    SINGLE {
        @Override
        String source(String text) {
            return Float.toString(Float.parseFloat(text));
        }

        @Override
        @Nullable
        Object read(ResultSet rows, int column) throws SQLException {
            float value = rows.getFloat(column);
            return rows.wasNull() ? null : value;
        }
    },
    DOUBLE {
        @Override
        String source(String text) {
            return Double.toString(Double.parseDouble(text));
        }

        @Override
        @Nullable
        Object read(ResultSet rows, int column) throws SQLException {
            double value = rows.getDouble(column);
            return rows.wasNull() ? null : value;
        }
    },
    /** Oracle's DATE has a time of day: a date arrives as its midnight. */
    DAY {
        @Override
        String source(String text) {
            return LocalDate.parse(text).atStartOfDay().toString();
        }

        @Override
        @Nullable
        Object read(ResultSet rows, int column) throws SQLException {
            return rows.getObject(column, LocalDateTime.class);
        }
    },
    TIMESTAMP {
        @Override
        String source(String text) {
            return LocalDateTime.parse(text, POSTGRES_TIMESTAMP).toString();
        }

        @Override
        @Nullable
        Object read(ResultSet rows, int column) throws SQLException {
            return rows.getObject(column, LocalDateTime.class);
        }
    },
    /** PostgreSQL keeps an instant; the target an instant with an offset, which says nothing about equality. */
    INSTANT {
        @Override
        String source(String text) {
            return OffsetDateTime.parse(text, POSTGRES_TIMESTAMPTZ).toInstant().toString();
        }

        @Override
        @Nullable
        Object read(ResultSet rows, int column) throws SQLException {
            return rows.getObject(column, OffsetDateTime.class);
        }

        @Override
        String target(Object value) {
            return ((OffsetDateTime) value).toInstant().toString();
        }
    },
    /** {@code char(n)}: blanks at the end mean nothing in either database. */
    PADDED {
        @Override
        String source(String text) {
            return text.replaceAll(" +$", "");
        }

        @Override
        String target(Object value) {
            return source((String) value);
        }
    },
    TEXT,
    BYTES {
        @Override
        String source(String text) {
            if (!text.startsWith("\\x")) {
                throw new IllegalArgumentException("Cannot read a bytea: bytea_output is not hex");
            }
            return text.substring(2);
        }

        @Override
        @Nullable
        Object read(ResultSet rows, int column) throws SQLException {
            return rows.getBytes(column);
        }

        @Override
        String target(Object value) {
            return HexFormat.of().formatHex((byte[]) value);
        }
    };

    private static final DateTimeFormatter POSTGRES_TIMESTAMP = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter POSTGRES_TIMESTAMPTZ = new DateTimeFormatterBuilder()
            .append(POSTGRES_TIMESTAMP)
            .appendOffset("+HH:mm:ss", "+00")
            .toFormatter(Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** The canonical text of PostgreSQL's text of a value. */
    String source(String text) {
        return text;
    }

    /** The target's value by plain JDBC; null for NULL. */
    @Nullable
    Object read(ResultSet rows, int column) throws SQLException {
        return rows.getString(column);
    }

    /** The canonical text of a value that {@link #read} gave. */
    String target(Object value) {
        return value.toString();
    }

    /** @param type the type's name in {@code pg_type} */
    static ColumnKind of(String type) {
        return switch (type) {
            case "int2", "int4", "int8", "numeric" -> NUMBER;
            case "bool" -> TRUTH;
            case "float4" -> SINGLE;
            case "float8" -> DOUBLE;
            case "date" -> DAY;
            case "timestamp" -> TIMESTAMP;
            case "timestamptz" -> INSTANT;
            case "bpchar" -> PADDED;
            case "text", "varchar", "uuid", "json", "jsonb" -> TEXT;
            case "bytea" -> BYTES;
            default -> throw new IllegalArgumentException("Cannot compare columns of type " + type);
        };
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
