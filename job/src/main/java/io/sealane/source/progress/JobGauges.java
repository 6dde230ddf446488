package io.sealane.source.progress;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * Gauges of the whole job. They are asked in {@link #look} alone, in the coordinator's thread, so what they ask need not be
 * thread-safe; reporters see the last answers.
 */
public final class JobGauges {
    private final MetricGroup metrics;
    private final Map<String, Supplier<? extends Number>> gauges = new TreeMap<>();
    private final Map<String, Number> latest = new ConcurrentHashMap<>();

    public JobGauges(MetricGroup metrics) {
        this.metrics = metrics;
    }

    /** @param value -1 for "not known" */
    public void add(String name, Supplier<? extends Number> value) {
        gauges.put(name, value);
        latest.put(name, -1);
        metrics.gauge(name, (Gauge<Number>) () -> latest.get(name));
    }

    /** Asks all of them. */
    public JobProgress look() {
        gauges.forEach((name, value) -> latest.put(name, value.get()));
        return new JobProgress(new TreeMap<>(latest));
    }
}
