package io.sealane.chaos.fault;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.metrics.Counter;

/** The job's Flink counters by name, summed over subtasks and over attempts that have ended. Thread-safe. */
public final class CounterTotals {
    private final Map<String, List<Counter>> counters = new ConcurrentHashMap<>();

    void add(String name, Counter counter) {
        counters.computeIfAbsent(name, n -> new CopyOnWriteArrayList<>()).add(counter);
    }

    public long total(String name) {
        return counters.getOrDefault(name, List.of()).stream()
                .mapToLong(Counter::getCount)
                .sum();
    }
}
