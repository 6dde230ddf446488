package io.sealane.chaos.reconcile;

import io.sealane.chaos.history.ColumnKind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Clob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One text for each value, whichever side it was read from. Written for the reconciler alone, on purpose: a fault in
 * the product's own type code must not hide itself here.
 */
final class Canonical {
    private Canonical() {}

    /** From PostgreSQL's text. */
    static @Nullable String fromSource(ColumnKind kind, @Nullable String text) {
        if (text == null) {
            return null;
        }
        return switch (kind) {
            case INTEGER, DECIMAL -> number(new BigDecimal(text));
            case TIMESTAMP -> LocalDateTime.parse(text.replace(' ', 'T')).toString();
            case TEXT, UUID -> text;
            case BOOLEAN -> text;
            case LONG_TEXT -> digest(text);
        };
    }

    /** From a column of the target, read with the driver's plainest getter. */
    static @Nullable String fromTarget(ColumnKind kind, ResultSet row, int column) throws SQLException {
        return switch (kind) {
            case INTEGER, DECIMAL, BOOLEAN -> ofObject(kind, row.getBigDecimal(column));
            case TIMESTAMP -> ofObject(kind, row.getTimestamp(column));
            case TEXT, UUID, LONG_TEXT -> fromSource(kind, row.getString(column));
        };
    }

    /** From a value as H2 hands it to a trigger. */
    static @Nullable String ofObject(ColumnKind kind, @Nullable Object value) throws SQLException {
        if (value == null) {
            return null;
        }
        return switch (kind) {
            case INTEGER, DECIMAL -> number(new BigDecimal(value.toString()));
            case BOOLEAN -> new BigDecimal(value.toString()).signum() == 0 ? "f" : "t";
            case TIMESTAMP ->
                value instanceof Timestamp timestamp
                        ? timestamp.toLocalDateTime().toString()
                        : value.toString();
            case TEXT, UUID -> value.toString();
            case LONG_TEXT ->
                value instanceof Clob clob
                        ? digest(clob.getSubString(1, Math.toIntExact(clob.length())))
                        : digest(value.toString());
        };
    }

    private static String number(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    /** Length and hash, so that a table of long texts fits in memory. */
    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return text.length() + ":" + HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("BUG: every JDK has SHA-256", e);
        }
    }
}
