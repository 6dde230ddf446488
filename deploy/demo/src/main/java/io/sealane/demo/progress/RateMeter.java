package io.sealane.demo.progress;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Growth of a count over the last few seconds. Pure: times come in as arguments. Belongs to one thread. */
final class RateMeter {
    private record Reading(long count, long nanos) {}

    private static final long WINDOW_NANOS = Duration.ofSeconds(3).toNanos();

    private final Deque<Reading> readings = new ArrayDeque<>();

    /** Takes the count at {@code nanos}; gives what it grew by per second, 0 when it shrank. */
    long perSecond(long count, long nanos) {
        readings.add(new Reading(count, nanos));
        while (nanos - readings.getFirst().nanos > WINDOW_NANOS) {
            readings.removeFirst();
        }
        Reading first = readings.getFirst();
        long elapsed = nanos - first.nanos;
        return elapsed == 0 ? 0 : Math.max(0, (long) ((count - first.count) * 1e9 / elapsed));
    }
}
