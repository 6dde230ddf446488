package io.sealane.standin.session;

import io.sealane.standin.sql.OracleException;
import io.sealane.standin.value.OracleBinaryFloats;
import io.sealane.standin.value.OracleBooleans;
import io.sealane.standin.value.OracleDates;
import io.sealane.standin.value.OracleIntervals;
import io.sealane.standin.value.OracleNumber;
import io.sealane.standin.value.WireType;
import io.sealane.standin.wire.WireReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;

/** Turns bound values from the wire into Java values. */
final class BindDecoder {
    private static final int BAD_DATE = 1841;

    private BindDecoder() {}

    /** A value that cannot be bound; the error belongs to its row, which comes up only when the rows before it ran. */
    record Refused(OracleException error) {}

    static @Nullable Object read(WireReader in, BindDescription bind, Lobs lobs) throws IOException {
        if (bind.type() == WireType.CURSOR) {
            if (in.u1() > 0) {
                in.integer();
            }
            return null;
        }
        if (WireType.isLob(bind.type())) {
            return in.integer() == 0 ? null : lob(in.value(), lobs);
        }
        byte[] bytes = in.value();
        return bytes == null ? null : decode(bytes, bind);
    }

    private static Object lob(byte @Nullable [] locator, Lobs lobs) {
        try {
            return lobs.find(locator == null ? new byte[0] : locator);
        } catch (OracleException e) {
            return new Refused(e);
        }
    }

    private static Object decode(byte[] bytes, BindDescription bind) {
        try {
            return switch (bind.type()) {
                case WireType.VARCHAR2, WireType.CHAR, WireType.LONG -> text(bytes, bind);
                case WireType.NUMBER, WireType.VARNUM, WireType.INTEGER -> OracleNumber.decode(bytes);
                case WireType.DATE, WireType.TIMESTAMP -> OracleDates.decode(bytes);
                case WireType.TIMESTAMP_TZ, WireType.TIMESTAMP_LTZ -> OracleDates.decodeZoned(bytes);
                case WireType.RAW, WireType.LONG_RAW -> bytes;
                case WireType.BINARY_FLOAT -> OracleBinaryFloats.decodeFloat(bytes);
                case WireType.BINARY_DOUBLE -> OracleBinaryFloats.decodeDouble(bytes);
                case WireType.BOOLEAN -> OracleBooleans.decode(bytes);
                case WireType.INTERVAL_DS -> OracleIntervals.decodeDaySecond(bytes);
                case WireType.INTERVAL_YM -> OracleIntervals.decodeYearMonth(bytes);
                default -> new Refused(OracleException.unimplemented("bind of type " + bind.type()));
            };
        } catch (DateTimeException e) {
            // SQL Language Reference, "DATE Data Type". That a bad bind gives this code is belief.
            return new Refused(new OracleException(
                    BAD_DATE, "(full) year must be between -4713 and +9999, and not be 0: " + e.getMessage()));
        }
    }

    private static String text(byte[] bytes, BindDescription bind) {
        return new String(bytes, bind.national() ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8);
    }
}
