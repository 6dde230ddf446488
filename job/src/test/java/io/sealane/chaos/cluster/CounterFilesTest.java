package io.sealane.chaos.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.Scheduled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

final class CounterFilesTest {
    @TempDir
    private Path directory;

    @Test
    void totalsAreOverAttemptsAndProcesses() throws Exception {
        CounterFiles files = new CounterFiles(directory, Set.of("skips", "conflicts", "never"));
        MetricReporter one = reporter();
        count(one, "skips", 3);
        count(one, "skips", 4);
        count(one, "others", 100);
        MetricReporter other = reporter();
        count(other, "conflicts", 5);
        ((Scheduled) other).report();

        assertThat(files.totals()).isEqualTo(Map.of("skips", 7L, "conflicts", 5L, "never", 0L));
    }

    @Test
    void lineThatAKilledProcessDidNotFinishIsLeftOut() throws Exception {
        CounterFiles files = new CounterFiles(directory, Set.of("skips"));
        Files.writeString(directory.resolve("counters-1-1"), "1 skips 3\n1 skips 41\n1 skips 4");

        assertThat(files.totals()).containsEntry("skips", 41L);
    }

    private MetricReporter reporter() {
        Properties properties = new Properties();
        properties.setProperty(CounterFileReporterFactory.DIRECTORY, directory.toString());
        properties.setProperty(CounterFileReporterFactory.NAMES, "skips,conflicts,never");
        return new CounterFileReporterFactory().createMetricReporter(properties);
    }

    /** A counter that comes, counts and goes, as those of an attempt do. */
    private static void count(MetricReporter reporter, String name, int times) {
        Counter counter = new SimpleCounter();
        reporter.notifyOfAddedMetric(counter, name, new UnregisteredMetricsGroup());
        counter.inc(times);
        if (!name.equals("conflicts")) {
            reporter.notifyOfRemovedMetric(counter, name, new UnregisteredMetricsGroup());
        }
    }
}
