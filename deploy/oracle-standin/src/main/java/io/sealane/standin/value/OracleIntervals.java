package io.sealane.standin.value;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Period;

/**
 * INTERVAL DAY TO SECOND (11 bytes) and INTERVAL YEAR TO MONTH (5 bytes). Layout: python-oracledb,
 * {@code impl/base/decoders.pyx}: days and fraction biased by 2³¹, the other parts by 60.
 */
public final class OracleIntervals {
    private static final int SMALL_BIAS = 60;
    private static final int DAY_SECOND_BYTES = 11;
    private static final int YEAR_MONTH_BYTES = 5;

    private OracleIntervals() {}

    public static Duration decodeDaySecond(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int days = buffer.getInt() ^ Integer.MIN_VALUE;
        int hours = (buffer.get() & 0xff) - SMALL_BIAS;
        int minutes = (buffer.get() & 0xff) - SMALL_BIAS;
        int seconds = (buffer.get() & 0xff) - SMALL_BIAS;
        int nanos = buffer.getInt() ^ Integer.MIN_VALUE;
        return Duration.ofDays(days)
                .plusHours(hours)
                .plusMinutes(minutes)
                .plusSeconds(seconds)
                .plusNanos(nanos);
    }

    public static byte[] encode(Duration value) {
        boolean negative = value.isNegative();
        Duration size = value.abs();
        int sign = negative ? -1 : 1;
        return ByteBuffer.allocate(DAY_SECOND_BYTES)
                .putInt((int) (sign * size.toDaysPart()) ^ Integer.MIN_VALUE)
                .put((byte) (sign * size.toHoursPart() + SMALL_BIAS))
                .put((byte) (sign * size.toMinutesPart() + SMALL_BIAS))
                .put((byte) (sign * size.toSecondsPart() + SMALL_BIAS))
                .putInt(sign * size.toNanosPart() ^ Integer.MIN_VALUE)
                .array();
    }

    public static Period decodeYearMonth(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int years = buffer.getInt() ^ Integer.MIN_VALUE;
        return Period.of(years, (buffer.get() & 0xff) - SMALL_BIAS, 0);
    }

    public static byte[] encode(Period value) {
        long months = value.toTotalMonths();
        return ByteBuffer.allocate(YEAR_MONTH_BYTES)
                .putInt((int) (months / 12) ^ Integer.MIN_VALUE)
                .put((byte) (months % 12 + SMALL_BIAS))
                .array();
    }
}
