package io.sealane.types;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MeterView;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;

/** Counters that also show how fast they rise. */
public final class Rates {
    /** Short enough to see a stall, long enough that single flushes do not show. */
    private static final int WINDOW_SECONDS = 15;

    private Rates() {}

    /** A new counter under {@code name}, and its rate under {@code <name>PerSecond}. */
    public static Counter counter(MetricGroup group, String name) {
        return counter(group, name, new SimpleCounter());
    }

    /** The same for a counter that is there already. */
    public static Counter counter(MetricGroup group, String name, Counter counter) {
        group.counter(name, counter);
        group.meter(name + "PerSecond", new MeterView(counter, WINDOW_SECONDS));
        return counter;
    }
}
