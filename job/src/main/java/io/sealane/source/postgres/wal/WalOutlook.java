package io.sealane.source.postgres.wal;

import io.sealane.config.WalLimit;
import io.sealane.model.Amounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How near the WAL that a slot holds back is to a limit: a judgement of one look at the slot, with no clock and no I/O of its
 * own.
 *
 * @param growth bytes a second by which it grows; empty if unknown
 * @param bytesUntilLimit what the nearest limit of size leaves; {@link #NONE} if there is none
 * @param secondsUntilLimit when the first limit will be reached, as fast as it grows now; {@link #NONE} if that is never or
 *     unknown
 * @param text one or two sentences for people; says what to do unless all is {@link Level#WELL}
 */
public record WalOutlook(
        SlotWal wal, OptionalDouble growth, Level level, long bytesUntilLimit, long secondsUntilLimit, String text) {
    /** Stands for "no limit" and "unknown" in numbers that a metric shows. */
    public static final long NONE = -1;

    /** From good to bad. */
    public enum Level {
        WELL,
        /** A limit is near, by size or by time. */
        NEAR,
        /** Beyond the user's limit, or so far beyond the server's that its next checkpoint takes the slot. */
        BEYOND,
        /** The server has given the slot up. */
        LOST
    }

    /**
     * A limit of size.
     *
     * @param after what happens when it is reached
     */
    private record SizeLimit(String name, long bytes, long left, String after) {
        boolean isNear(int percent) {
            return left * 100.0 <= bytes * (100.0 - percent);
        }
    }

    public static WalOutlook judge(SlotWal wal, WalLimit limit, OptionalDouble growth) {
        if (wal.isLost()) {
            return new WalOutlook(
                    wal,
                    growth,
                    Level.LOST,
                    NONE,
                    NONE,
                    "The replication slot " + wal.slot() + " is lost: the server has removed WAL that it needs."
                            + " Copy again with `sealane resnapshot --all-tables`, with a larger"
                            + " max_slot_wal_keep_size.");
        }
        List<SizeLimit> limits = sizeLimits(wal, limit);
        long bytes = limits.isEmpty() ? NONE : Math.max(0, limits.get(0).left());
        long seconds = earliest(secondsBySize(bytes, growth), secondsByIdleness(wal));
        Level level = level(wal, limit, limits, seconds);
        return new WalOutlook(wal, growth, level, bytes, seconds, text(wal, growth, limits, level, seconds));
    }

    /** Nearest first. */
    private static List<SizeLimit> sizeLimits(SlotWal wal, WalLimit limit) {
        List<SizeLimit> limits = new ArrayList<>();
        if (limit.bytes() > 0) {
            limits.add(new SizeLimit(
                    "source.wal-limit",
                    limit.bytes(),
                    limit.bytes() - wal.retainedBytes(),
                    switch (limit.action()) {
                        case ALARM -> "nothing stops it there";
                        case DROP_SLOT -> "a running job drops the slot there and stops for good";
                    }));
        }
        if (wal.serverLimitBytes() != null && wal.safeBytes() != null) {
            limits.add(new SizeLimit(
                    "max_slot_wal_keep_size",
                    wal.serverLimitBytes(),
                    wal.safeBytes(),
                    "the server takes the slot there, and the migration must begin anew"));
        }
        limits.sort(Comparator.comparingLong(SizeLimit::left));
        return limits;
    }

    private static long secondsBySize(long bytes, OptionalDouble growth) {
        boolean grows = growth.isPresent() && growth.getAsDouble() >= 1;
        return bytes == NONE || !grows ? NONE : (long) (bytes / growth.getAsDouble());
    }

    private static long secondsByIdleness(SlotWal wal) {
        return wal.idleLimitSeconds() == null || wal.idleSeconds() == null
                ? NONE
                : Math.max(0, wal.idleLimitSeconds() - wal.idleSeconds());
    }

    private static long earliest(long one, long other) {
        if (one == NONE || other == NONE) {
            return Math.max(one, other);
        }
        return Math.min(one, other);
    }

    private static Level level(SlotWal wal, WalLimit limit, List<SizeLimit> limits, long seconds) {
        if (limit.isExceededBy(wal.retainedBytes()) || wal.status().equals("unreserved")) {
            return Level.BEYOND;
        }
        boolean nearBySize = limits.stream().anyMatch(size -> size.isNear(limit.warnAtPercent()));
        boolean nearByTime = seconds != NONE && seconds < limit.warnBefore().toSeconds();
        return nearBySize || nearByTime ? Level.NEAR : Level.WELL;
    }

    private static String text(SlotWal wal, OptionalDouble growth, List<SizeLimit> limits, Level level, long seconds) {
        StringBuilder text = new StringBuilder("The replication slot ")
                .append(wal.slot())
                .append(" holds back ")
                .append(Amounts.bytes(wal.retainedBytes()))
                .append(" of WAL at the source");
        growth.ifPresent(
                rate -> text.append(rate < 1 ? ", not growing" : ", growing by " + Amounts.bytes((long) rate) + "/s"));
        for (SizeLimit size : limits) {
            text.append("; ")
                    .append(size.left() < 0 ? "beyond " : Amounts.bytes(size.left()) + " left until ")
                    .append(size.name())
                    .append(" (")
                    .append(Amounts.bytes(size.bytes()))
                    .append("): ")
                    .append(size.after());
        }
        if (wal.status().equals("unreserved")) {
            text.append("; its wal_status is unreserved: the server takes the slot at its next checkpoint");
        }
        if (wal.idleLimitSeconds() != null && wal.idleSeconds() != null) {
            text.append("; nobody has read it for ")
                    .append(Amounts.seconds(wal.idleSeconds()))
                    .append(", and the server takes it after ")
                    .append(Amounts.seconds(wal.idleLimitSeconds()))
                    .append(" (idle_replication_slot_timeout)");
        }
        text.append('.');
        if (seconds != NONE) {
            text.append(" Time left: about ").append(Amounts.seconds(seconds)).append('.');
        }
        if (level != Level.WELL) {
            text.append(
                    " See that the job runs and catches up, free or add disk at the source, raise the limit, or give"
                            + " the migration up with `sealane cleanup --yes`.");
        }
        return text.toString();
    }
}
