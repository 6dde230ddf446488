package io.sealane.standin.session;

import io.sealane.standin.session.Column.CharacterForm;
import io.sealane.standin.sql.DeclaredType;
import io.sealane.standin.value.OracleBinaryFloats;
import io.sealane.standin.value.OracleBooleans;
import io.sealane.standin.value.OracleDates;
import io.sealane.standin.value.OracleIntervals;
import io.sealane.standin.value.OracleNumber;
import io.sealane.standin.value.WireType;
import io.sealane.standin.wire.WireWriter;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writers of columns by their type on the wire. */
final class ColumnWriters {
    private ColumnWriters() {}

    static ColumnWriter of(int wireType) {
        return switch (wireType) {
            case WireType.NUMBER -> object(BigDecimal.class, OracleNumber::encode);
            case WireType.BINARY_FLOAT -> object(Float.class, OracleBinaryFloats::encode);
            case WireType.BINARY_DOUBLE -> object(Double.class, OracleBinaryFloats::encode);
            case WireType.DATE -> object(LocalDateTime.class, OracleDates::encodeDate);
            case WireType.TIMESTAMP -> object(LocalDateTime.class, OracleDates::encodeTimestamp);
            case WireType.TIMESTAMP_TZ -> object(OffsetDateTime.class, OracleDates::encodeZoned);
            case WireType.TIMESTAMP_LTZ -> object(OffsetDateTime.class, OracleDates::encodeLocalZoned);
            case WireType.BOOLEAN -> object(Boolean.class, OracleBooleans::encode);
            case WireType.INTERVAL_DS -> object(Duration.class, OracleIntervals::encode);
            case WireType.INTERVAL_YM -> object(Period.class, OracleIntervals::encode);
            case WireType.RAW -> (out, rows, index, lobs) -> out.value(rows.getBytes(index));
            case WireType.CLOB -> ColumnWriters::writeClob;
            case WireType.BLOB -> ColumnWriters::writeBlob;
            default -> text(CharacterForm.DATABASE);
        };
    }

    private static <T> ColumnWriter object(Class<T> type, Function<T, byte[]> encoder) {
        return (out, rows, index, lobs) -> {
            T value = rows.getObject(index, type);
            out.value(value == null ? null : encoder.apply(value));
        };
    }

    /** NUMBER columns whose values always fit a long. */
    static ColumnWriter wholeNumber() {
        return (out, rows, index, lobs) -> {
            long value = rows.getLong(index);
            out.value(rows.wasNull() ? null : OracleNumber.encode(value));
        };
    }

    static ColumnWriter text(CharacterForm form) {
        Charset charset = charset(form);
        return (out, rows, index, lobs) -> {
            String value = rows.getString(index);
            out.value(value == null ? null : value.getBytes(charset));
        };
    }

    /** H2 pads CHAR to a number of characters, Oracle to the declared number of bytes or characters. */
    static ColumnWriter paddedText(CharacterForm form, DeclaredType type) {
        Charset charset = charset(form);
        boolean byBytes = form == CharacterForm.DATABASE && !type.inCharacters();
        return (out, rows, index, lobs) -> {
            String value = rows.getString(index);
            if (value == null) {
                out.value(null);
                return;
            }
            value = withoutPadding(value);
            int length = byBytes ? value.getBytes(charset).length : value.codePointCount(0, value.length());
            out.value((value + " ".repeat(Math.max(0, type.length() - length))).getBytes(charset));
        };
    }

    /** Blanks alone are padding; a line feed at the end is text. */
    private static String withoutPadding(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }

    private static Charset charset(CharacterForm form) {
        return form == CharacterForm.NATIONAL ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8;
    }

    private static void writeClob(WireWriter out, ResultSet rows, int index, Lobs lobs) throws SQLException {
        Clob value = rows.getClob(index);
        writeLocator(out, value == null ? null : lobs.add(Lob.of(value)));
    }

    private static void writeBlob(WireWriter out, ResultSet rows, int index, Lobs lobs) throws SQLException {
        Blob value = rows.getBlob(index);
        writeLocator(out, value == null ? null : lobs.add(Lob.of(value)));
    }

    private static void writeLocator(WireWriter out, byte @Nullable [] locator) {
        if (locator == null) {
            out.integer(0);
        } else {
            out.integer(locator.length).value(locator);
        }
    }

    /**
     * LOBs with their length and the size of a piece ahead of the locator, and none of their content. Layout:
     * node-oracledb thin, processColumnData in lib/thin/protocol/messages/withData.js.
     */
    static ColumnWriter lobWithLength(int wireType) {
        return (out, rows, index, lobs) -> {
            Lob lob = null;
            long length = 0;
            if (wireType == WireType.CLOB) {
                Clob value = rows.getClob(index);
                lob = value == null ? null : Lob.of(value);
                length = value == null ? 0 : value.length();
            } else {
                Blob value = rows.getBlob(index);
                lob = value == null ? null : Lob.of(value);
                length = value == null ? 0 : value.length();
            }
            if (lob == null) {
                out.integer(0);
            } else {
                byte[] locator = lobs.add(lob);
                out.integer(locator.length)
                        .integer(length)
                        .integer(LobCall.CHUNK_BYTES)
                        .value(locator);
            }
        };
    }
}
