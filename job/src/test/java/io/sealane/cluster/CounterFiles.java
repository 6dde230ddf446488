package io.sealane.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;
import org.apache.flink.metrics.reporter.Scheduled;

/**
 * Counters that outlive their process: each process of the cluster writes its own into a file, ten times a second, so
 * that a total is over all attempts and all processes, killed ones too (but for what these counted in their last tenth of
 * a second).
 */
public final class CounterFiles implements MetricReporterFactory {
    private static final String DIRECTORY = "directory";
    private static final String SUFFIX = ".counters";

    /** A cluster whose processes write their counters into {@code directory}. */
    public static ClusterOptions on(ClusterOptions options, Path directory) {
        return options.withClassPath(testClasses())
                .with("metrics.reporter.counters.factory.class", CounterFiles.class.getName())
                .with("metrics.reporter.counters.interval", "100 ms")
                .with(
                        "metrics.reporter.counters." + DIRECTORY,
                        directory.toAbsolutePath().toString());
    }

    /** Sums a counter over all processes there have been; by the job's name and the counter's last name. */
    public static long total(Path directory, String job, String counter) {
        long sum = 0;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (file.toString().endsWith(SUFFIX)) {
                    sum += count(file, job + " " + counter + " ");
                }
            }
        } catch (NoSuchFileException noneYet) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sum;
    }

    private static long count(Path file, String prefix) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(prefix))
                .mapToLong(line -> Long.parseLong(line.substring(prefix.length())))
                .sum();
    }

    private static String testClasses() {
        return Path.of(CounterFiles.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
    }

    @Override
    public MetricReporter createMetricReporter(Properties properties) {
        return new Reporter(Path.of(properties.getProperty(DIRECTORY)));
    }

    /** Flink calls it from several threads. */
    private static final class Reporter implements MetricReporter, Scheduled {
        private final Path file;
        private final Map<Counter, String> live = new IdentityHashMap<>();
        private final Map<String, Long> ended = new HashMap<>();

        Reporter(Path directory) {
            this.file = directory.resolve(ProcessHandle.current().pid() + SUFFIX);
        }

        @Override
        public void open(MetricConfig config) {
            try {
                Files.createDirectories(file.getParent());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            report();
        }

        @Override
        public synchronized void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
            String job = group.getAllVariables().get("<job_name>");
            if (job != null && metric instanceof Counter counter) {
                live.put(counter, job + " " + name);
            }
        }

        @Override
        public synchronized void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
            if (metric instanceof Counter counter && live.containsKey(counter)) {
                ended.merge(live.remove(counter), counter.getCount(), Long::sum);
            }
        }

        @Override
        public synchronized void report() {
            Map<String, Long> totals = new TreeMap<>(ended);
            live.forEach((counter, name) -> totals.merge(name, counter.getCount(), Long::sum));
            StringBuilder text = new StringBuilder();
            totals.forEach(
                    (name, total) -> text.append(name).append(' ').append(total).append('\n'));
            try {
                Path whole = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
                Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
