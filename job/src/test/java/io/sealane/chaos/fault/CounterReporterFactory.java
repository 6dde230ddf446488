package io.sealane.chaos.fault;

import java.util.Properties;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** Brings every counter of a Flink cluster to the run's {@link FaultBoard}; found by Flink as a service. */
public final class CounterReporterFactory implements MetricReporterFactory {
    /** Names the board, in the reporter's configuration. */
    public static final String BOARD = "board";

    @Override
    public MetricReporter createMetricReporter(Properties properties) {
        return new CounterReporter(
                FaultBoard.named(properties.getProperty(BOARD)).counters());
    }

    /** Keeps counters of operators that have gone: a total is over all attempts. */
    private record CounterReporter(CounterTotals totals) implements MetricReporter {
        @Override
        public void open(MetricConfig config) {
            // Configured by the factory.
        }

        @Override
        public void close() {
            // Holds nothing open.
        }

        @Override
        public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
            if (metric instanceof Counter counter) {
                totals.add(name, counter);
            }
        }

        @Override
        public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
            // Its last value stays in the total.
        }
    }
}
