package io.sealane.standin.value;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * DATE (7 bytes), TIMESTAMP and TIMESTAMP WITH LOCAL TIME ZONE (7 or 11), TIMESTAMP WITH TIME ZONE (13, in UTC).
 *
 * <p>Layout: Oracle Call Interface Programmer's Guide, "DATE datatype": century + 100, year + 100, month, day, hour + 1,
 * minute + 1, second + 1; then nanoseconds, then the offset's hour + 20 and minute + 60. Oracle has no year zero, so
 * 1 BC is -1 there and 0 in {@code java.time}.
 */
public final class OracleDates {
    private static final int DATE_BYTES = 7;
    private static final int TIMESTAMP_BYTES = 11;
    private static final int ZONED_BYTES = 13;
    private static final int REGION_FLAG = 0x80;
    /** SQL Language Reference, "DATE Data Type": January 1, 4712 BC to December 31, 9999 AD. */
    private static final int FIRST_YEAR = -4711;

    private static final int LAST_YEAR = 9999;

    private OracleDates() {}

    /** @throws DateTimeException if the bytes name no date within Oracle's range */
    public static LocalDateTime decode(byte[] bytes) {
        int year = ((bytes[0] & 0xff) - 100) * 100 + (bytes[1] & 0xff) - 100;
        int isoYear = year < 0 ? year + 1 : year;
        if (year == 0 || isoYear < FIRST_YEAR || isoYear > LAST_YEAR) {
            throw new DateTimeException("Year out of range: " + year);
        }
        int nanos = bytes.length >= TIMESTAMP_BYTES ? fourBytes(bytes, DATE_BYTES) : 0;
        return LocalDateTime.of(
                isoYear,
                bytes[2] & 0xff,
                bytes[3] & 0xff,
                (bytes[4] & 0xff) - 1,
                (bytes[5] & 0xff) - 1,
                (bytes[6] & 0xff) - 1,
                nanos);
    }

    /** @throws DateTimeException if the bytes name no date within Oracle's range, or a zone by region */
    public static OffsetDateTime decodeZoned(byte[] bytes) {
        LocalDateTime utc = decode(bytes);
        if (bytes.length < ZONED_BYTES) {
            return utc.atOffset(ZoneOffset.UTC);
        }
        if ((bytes[11] & REGION_FLAG) != 0) {
            throw new DateTimeException("Time zones by region name are not kept by the stand-in");
        }
        ZoneOffset offset = ZoneOffset.ofHoursMinutes((bytes[11] & 0xff) - 20, (bytes[12] & 0xff) - 60);
        return utc.atOffset(ZoneOffset.UTC).withOffsetSameInstant(offset);
    }

    public static byte[] encodeDate(LocalDateTime value) {
        return putDate(new byte[DATE_BYTES], value);
    }

    /** A fraction of zero is left away, as Oracle does. */
    public static byte[] encodeTimestamp(LocalDateTime value) {
        if (value.getNano() == 0) {
            return encodeDate(value);
        }
        return putNanos(putDate(new byte[TIMESTAMP_BYTES], value), value.getNano());
    }

    public static byte[] encodeZoned(OffsetDateTime value) {
        LocalDateTime utc = value.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
        byte[] bytes = putNanos(putDate(new byte[ZONED_BYTES], utc), utc.getNano());
        int minutes = value.getOffset().getTotalSeconds() / 60;
        bytes[11] = (byte) (minutes / 60 + 20);
        bytes[12] = (byte) (minutes % 60 + 60);
        return bytes;
    }

    /** TIMESTAMP WITH LOCAL TIME ZONE travels in the database's time zone, which is UTC here, without an offset. */
    public static byte[] encodeLocalZoned(OffsetDateTime value) {
        return encodeTimestamp(value.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime());
    }

    private static byte[] putDate(byte[] target, LocalDateTime value) {
        int year = value.getYear() <= 0 ? value.getYear() - 1 : value.getYear();
        target[0] = (byte) (year / 100 + 100);
        target[1] = (byte) (year % 100 + 100);
        target[2] = (byte) value.getMonthValue();
        target[3] = (byte) value.getDayOfMonth();
        target[4] = (byte) (value.getHour() + 1);
        target[5] = (byte) (value.getMinute() + 1);
        target[6] = (byte) (value.getSecond() + 1);
        return target;
    }

    private static byte[] putNanos(byte[] target, int nanos) {
        target[7] = (byte) (nanos >> 24);
        target[8] = (byte) (nanos >> 16);
        target[9] = (byte) (nanos >> 8);
        target[10] = (byte) nanos;
        return target;
    }

    private static int fourBytes(byte[] bytes, int from) {
        return (bytes[from] & 0xff) << 24
                | (bytes[from + 1] & 0xff) << 16
                | (bytes[from + 2] & 0xff) << 8
                | bytes[from + 3] & 0xff;
    }
}
