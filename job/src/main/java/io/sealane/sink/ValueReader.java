package io.sealane.sink;

import io.sealane.oracle.BindKind;
import io.sealane.oracle.LobDigest;
import io.sealane.oracle.TypePair;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads back what {@link ValueBinder} has written, in the form that {@link TypePair#stored} gives of the value it was made of. */
public final class ValueReader {
    private static final int PART = 64 << 10;

    /** As Oracle's driver prints an INTERVAL DAY TO SECOND: {@code -1 2:3:4.5}, the sign for all of it. */
    private static final Pattern DAY_TIME = Pattern.compile("(-?)(\\d+) (\\d+):(\\d+):(\\d+)(?:\\.(\\d+))?");

    /** An INTERVAL YEAR TO MONTH: {@code -1-2}. */
    private static final Pattern YEAR_MONTH = Pattern.compile("(-?)(\\d+)-(\\d+)");

    private static final int NANO_DIGITS = 9;

    private ValueReader() {}

    /** A column of a result's current row; null for NULL. LOBs are read in parts. */
    public static @Nullable String stored(ResultSet row, int column, TypePair pair) throws SQLException {
        if (row.getObject(column) == null) {
            return null;
        }
        return switch (pair.kind()) {
            case BLOB -> binary(row.getBinaryStream(column));
            case CLOB, NCLOB -> text(row.getCharacterStream(column));
            default -> pair.stored(value(row, column, pair.kind()));
        };
    }

    private static Object value(ResultSet row, int column, BindKind kind) throws SQLException {
        return switch (kind) {
            case NUMBER -> row.getBigDecimal(column);
            case BINARY_FLOAT -> row.getFloat(column);
            case BINARY_DOUBLE -> row.getDouble(column);
            case VARCHAR, CHAR, NVARCHAR, JSON -> row.getString(column);
            case RAW -> row.getBytes(column);
            case DATE, TIMESTAMP -> row.getObject(column, LocalDateTime.class);
            case TIMESTAMP_TZ -> row.getObject(column, OffsetDateTime.class);
            case INTERVAL_DS -> dayTime(row.getString(column));
            case INTERVAL_YM -> yearMonth(row.getString(column));
            case BOOLEAN -> row.getBoolean(column);
            case CLOB, NCLOB, BLOB -> throw new IllegalArgumentException("BUG: " + kind + " is read in parts");
        };
    }

    private static Duration dayTime(String text) {
        Matcher parts = DAY_TIME.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("BUG: not an interval as the driver prints it");
        }
        String fraction = parts.group(6) == null ? "" : parts.group(6);
        Duration length = Duration.ofDays(Long.parseLong(parts.group(2)))
                .plusHours(Long.parseLong(parts.group(3)))
                .plusMinutes(Long.parseLong(parts.group(4)))
                .plusSeconds(Long.parseLong(parts.group(5)))
                .plusNanos(Long.parseLong((fraction + "0".repeat(NANO_DIGITS)).substring(0, NANO_DIGITS)));
        return parts.group(1).isEmpty() ? length : length.negated();
    }

    private static Period yearMonth(String text) {
        Matcher parts = YEAR_MONTH.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("BUG: not an interval as the driver prints it");
        }
        int months = Math.toIntExact(12 * Long.parseLong(parts.group(2)) + Long.parseLong(parts.group(3)));
        return Period.ofMonths(parts.group(1).isEmpty() ? months : -months);
    }

    private static String binary(InputStream value) throws SQLException {
        try (value) {
            LobDigest digest = new LobDigest();
            byte[] part = new byte[PART];
            for (int read = value.read(part); read >= 0; read = value.read(part)) {
                digest.add(part, read);
            }
            return digest.text();
        } catch (IOException e) {
            throw new SQLException("Cannot read a BLOB: " + e.getMessage(), e);
        }
    }

    private static String text(Reader value) throws SQLException {
        try (value) {
            LobDigest digest = new LobDigest();
            char[] part = new char[PART];
            for (int read = value.read(part); read >= 0; read = value.read(part)) {
                digest.add(part, read);
            }
            return digest.text();
        } catch (IOException e) {
            throw new SQLException("Cannot read a CLOB: " + e.getMessage(), e);
        }
    }
}
