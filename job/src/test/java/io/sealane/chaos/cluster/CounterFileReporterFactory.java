package io.sealane.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;
import org.apache.flink.metrics.reporter.Scheduled;

/**
 * Writes counters of a TaskManager to a file, each time they have changed, so that what they said outlives the attempt
 * and the process. On the class path of the TaskManagers alone with the classes in it: it knows no other of ours.
 */
public final class CounterFileReporterFactory implements MetricReporterFactory {
    static final String DIRECTORY = "directory";
    /** The counters' names, with commas between. */
    static final String NAMES = "names";

    @Override
    public MetricReporter createMetricReporter(Properties properties) {
        Path file = Path.of(properties.getProperty(DIRECTORY))
                .resolve("counters-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
        return new Reporter(
                file,
                Arrays.stream(properties.getProperty(NAMES).split(",", -1)).collect(Collectors.toSet()));
    }

    /** A line is {@code number name value}; of each number the last line counts. Called by threads of Flink's. */
    static final class Reporter implements MetricReporter, Scheduled {
        private final Path file;
        private final Set<String> names;
        private final Map<Counter, Line> written = new HashMap<>();
        private int last;

        Reporter(Path file, Set<String> names) {
            this.file = file;
            this.names = names;
        }

        /** What was last written of a counter. */
        record Line(int number, String name, long value) {}

        @Override
        public void open(MetricConfig config) {
            // Configured by the factory.
        }

        @Override
        public synchronized void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
            if (metric instanceof Counter counter && names.contains(name)) {
                written.put(counter, new Line(++last, name, 0));
            }
        }

        @Override
        public synchronized void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
            report();
            if (metric instanceof Counter counter) {
                written.remove(counter);
            }
        }

        @Override
        public synchronized void report() {
            StringBuilder lines = new StringBuilder();
            written.replaceAll((counter, line) -> {
                long value = counter.getCount();
                if (value == line.value()) {
                    return line;
                }
                lines.append(line.number())
                        .append(' ')
                        .append(line.name())
                        .append(' ')
                        .append(value)
                        .append('\n');
                return new Line(line.number(), line.name(), value);
            });
            if (!lines.isEmpty()) {
                append(lines.toString());
            }
        }

        private void append(String lines) {
            try {
                Files.writeString(
                        file, lines, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot write " + file, e);
            }
        }

        @Override
        public void close() {
            report();
        }
    }
}
