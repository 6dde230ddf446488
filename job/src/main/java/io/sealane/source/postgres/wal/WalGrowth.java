package io.sealane.source.postgres.wal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How fast the WAL that a slot holds back grows.
 *
 * <p>It rises between acknowledgements and falls with each, like the teeth of a saw. So what is compared are the lowest
 * points of the older and of the newer half of the last minutes: with 100 MB written a second and an acknowledgement every
 * 15 s, 0 and not 100 MB/s. Not thread-safe.
 */
final class WalGrowth {
    private static final long WINDOW_NANOS = Duration.ofMinutes(5).toNanos();

    /** Less says nothing: a tooth may be as long as an interval between checkpoints. */
    private static final long LEAST_NANOS = Duration.ofMinutes(1).toNanos();

    private record Sample(long nanos, long bytes) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    void add(long nanos, long retainedBytes) {
        samples.addLast(new Sample(nanos, retainedBytes));
        while (nanos - samples.getFirst().nanos() > WINDOW_NANOS) {
            samples.removeFirst();
        }
    }

    /** Bytes a second, negative if it shrinks; empty until a minute has been seen. */
    OptionalDouble bytesPerSecond() {
        if (samples.isEmpty() || samples.getLast().nanos() - samples.getFirst().nanos() < LEAST_NANOS) {
            return OptionalDouble.empty();
        }
        List<Sample> all = new ArrayList<>(samples);
        Sample older = lowest(all.subList(0, all.size() / 2));
        Sample newer = lowest(all.subList(all.size() / 2, all.size()));
        return OptionalDouble.of((newer.bytes() - older.bytes()) / ((newer.nanos() - older.nanos()) / 1e9));
    }

    /** The first of the lowest, so that a steady rise is measured from start to middle. */
    private static Sample lowest(List<Sample> samples) {
        Sample lowest = samples.get(0);
        for (Sample sample : samples) {
            if (sample.bytes() < lowest.bytes()) {
                lowest = sample;
            }
        }
        return lowest;
    }
}
