package io.sealane.demo.progress;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Turns positions into time: remembers when the source stood where, and looks up when it stood at the applied position.
 *
 * <p>Seen at 10.0 s at position 500 and at 10.2 s at 800; applied 600 at 10.5 s: what the source had at 10.0 s has been
 * applied, so the lag is 500 ms.
 *
 * <p>Pure: times come in as arguments. Belongs to one thread.
 */
public final class LagMeter {
    private record Sighting(long position, long nanos) {}

    /** Oldest first; the first is the newest one that has been applied. */
    private final Deque<Sighting> sightings = new ArrayDeque<>();

    /**
     * @param source where the source stands now
     * @param applied up to where the target has applied everything
     * @param nanos now, on any steady clock
     */
    public Lag measure(long source, long applied, long nanos) {
        sightings.add(new Sighting(source, nanos));
        Sighting newest = sightings.getFirst();
        while (sightings.size() > 1 && second().position <= applied) {
            sightings.removeFirst();
            newest = sightings.getFirst();
        }
        return new Lag(
                Math.max(0, source - applied),
                Duration.ofNanos(nanos - newest.nanos).toMillis());
    }

    private Sighting second() {
        var all = sightings.iterator();
        all.next();
        return all.next();
    }
}
