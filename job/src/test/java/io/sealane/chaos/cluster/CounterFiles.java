package io.sealane.chaos.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** The product's counters, summed over all attempts and all processes, from what {@link CounterFileReporterFactory} wrote. */
public final class CounterFiles {
    /** How often changed counters are written; a killed process loses what it counted since. */
    private static final int INTERVAL_MILLIS = 50;

    private static final List<Class<?>> REPORTER = List.of(
            CounterFileReporterFactory.class,
            CounterFileReporterFactory.Reporter.class,
            CounterFileReporterFactory.Reporter.Line.class);

    private final Path directory;
    private final Set<String> names;

    public CounterFiles(Path directory, Set<String> names) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.names = Set.copyOf(names);
    }

    /** A folder for the class path of the TaskManagers, with the reporter and nothing else. */
    public Path classPath() throws IOException {
        Path folder = directory.resolve("classes");
        for (Class<?> part : REPORTER) {
            String name = part.getName().replace('.', '/') + ".class";
            Path copy = folder.resolve(name);
            Files.createDirectories(copy.getParent());
            try (InputStream bytes = part.getClassLoader().getResourceAsStream(name)) {
                Files.write(copy, bytes.readAllBytes());
            }
        }
        Path service = folder.resolve("META-INF/services/" + MetricReporterFactory.class.getName());
        Files.createDirectories(service.getParent());
        Files.writeString(service, CounterFileReporterFactory.class.getName());
        return folder;
    }

    /** The settings of Flink that make it report. */
    public Map<String, String> settings() {
        String prefix = "metrics.reporter.chaos.";
        return Map.of(
                prefix + "factory.class", CounterFileReporterFactory.class.getName(),
                prefix + "interval", INTERVAL_MILLIS + " ms",
                prefix + CounterFileReporterFactory.DIRECTORY, directory.toString(),
                prefix + CounterFileReporterFactory.NAMES, String.join(",", names));
    }

    /** By name; 0 for one that has never moved. */
    public Map<String, Long> totals() throws IOException {
        Map<String, Long> totals = new HashMap<>();
        names.forEach(name -> totals.put(name, 0L));
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(Files::isRegularFile).forEach(file -> lastValues(file)
                    .forEach((counter, value) ->
                            totals.merge(counter.substring(counter.indexOf(' ') + 1), value, Long::sum)));
        }
        return totals;
    }

    /** By {@code number name}. A line that its process did not get to the end of is left out. */
    private static Map<String, Long> lastValues(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            Map<String, Long> values = new HashMap<>();
            text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(line -> {
                int end = line.lastIndexOf(' ');
                values.put(line.substring(0, end), Long.parseLong(line.substring(end + 1)));
            });
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
