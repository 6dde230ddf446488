package io.sealane.source.progress;

import io.sealane.model.Lsn;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * When the source's WAL was how long: turns the position that has been applied into the age of what has not.
 *
 * <pre>
 *  time │            ·──── end of the WAL, seen at its time (looks at the server, commits that went by)
 *       │        ·───┘
 *   t?  │- - ·──┘        t? between two points by proportion
 *       └────┴───────────▶ LSN
 *         applied
 * </pre>
 *
 * <p>Knows no clock of its own; all times are the source's. Bounded: what is applied is forgotten, and of a long backlog the
 * points get sparser. Thread-safe.
 */
final class WalClock {
    private static final int MOST_POINTS = 2_048;

    private final NavigableMap<Lsn, Long> points = new TreeMap<>();

    /** The WAL ended at {@code lsn} at {@code millis}, or the transaction that ends there was committed then. */
    synchronized void reached(Lsn lsn, long millis) {
        points.merge(lsn, millis, Math::max);
        if (points.size() > MOST_POINTS) {
            thinOut();
        }
    }

    /**
     * How long before {@code nowMillis} the oldest change was made that has not been applied.
     *
     * @param applied every change before it has been applied, and the WAL is longer
     * @return if the WAL was never seen so short, the time since it was first seen: it is older than that
     */
    synchronized long ageMillis(Lsn applied, long nowMillis) {
        Map.Entry<Lsn, Long> before = points.floorEntry(applied);
        Map.Entry<Lsn, Long> after = points.higherEntry(applied);
        if (before == null) {
            return after == null ? 0 : Math.max(0, nowMillis - after.getValue());
        }
        points.headMap(before.getKey()).clear();
        long since = before.getValue();
        if (after != null && after.getValue() > since) {
            double part = (double) applied.bytesSince(before.getKey())
                    / after.getKey().bytesSince(before.getKey());
            since += (long) (part * (after.getValue() - since));
        }
        return Math.max(0, nowMillis - since);
    }

    synchronized int size() {
        return points.size();
    }

    private void thinOut() {
        Iterator<Lsn> all = points.keySet().iterator();
        all.next(); // the oldest is the most wanted
        while (all.hasNext()) {
            all.next();
            if (all.hasNext()) {
                all.next();
                all.remove();
            }
        }
    }
}
