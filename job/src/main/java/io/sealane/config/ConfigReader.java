package io.sealane.config;

import io.sealane.config.yaml.Document;
import io.sealane.config.yaml.References;
import io.sealane.config.yaml.Section;
import io.sealane.mapping.Lanes;
import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.model.Problems;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the YAML file into a {@link MigrationConfig}, or reports all that is wrong with it at once. */
public final class ConfigReader {
    private static final Pattern JOB_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");
    private static final Pattern SLOT_NAME = Pattern.compile("[a-z0-9_]{1,63}");
    private static final Pattern LABEL_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");
    private static final int MAX_POSTGRES_NAME = 63;
    private static final Map<String, Boolean> BOOLEANS = Map.of("true", true, "false", false);

    private ConfigReader() {}

    /** Reads {@code file}; references to variables are looked up in {@code environment}. */
    public static MigrationConfig read(Path file, References.Environment environment) {
        return parse(text(file), file.toString(), environment);
    }

    static MigrationConfig parse(String yaml, String name, References.Environment environment) {
        Problems problems = new Problems();
        Document document = new Document(problems, new References(environment));
        Optional<MigrationConfig> config = document.root(yaml).map(ConfigReader::read);
        problems.throwIfAny("Cannot use " + name);
        return config.orElseThrow();
    }

    private static String text(Path file) {
        String found;
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            found = "there is no such file";
        } catch (MalformedInputException e) {
            found = "it is not UTF-8 text";
        } catch (IOException e) {
            found = Files.isDirectory(file)
                    ? "it is a directory"
                    : "it cannot be read (" + e.getClass().getSimpleName() + ")";
        }
        throw new MigrationException(
                Kind.CONFIG,
                "CFG-100",
                "Cannot read the configuration " + file + ": " + found
                        + ". Give the path of a readable YAML file with --config; conf/migration.yaml is one to start from.");
    }

    static MigrationConfig read(Section root) {
        try (root) {
            JobConfig job = job(root.section("job"));
            SourceConfig source = source(root.section("source"), job);
            Section targetSection = root.section("target");
            TargetConfig target = target(targetSection);
            TablesReader tables = new TablesReader();
            Naming naming = tables.naming(root, targetSection);
            targetSection.close();
            TableDefaults defaults = tables.defaults(root.section("defaults"));
            return new MigrationConfig(job, source, target, naming, defaults, tables.tables(root, defaults));
        }
    }

    private static JobConfig job(Section job) {
        try (job) {
            String name = job.text("name");
            if (!name.isEmpty() && !JOB_NAME.matcher(name).matches()) {
                job.fault("name", "found '" + name + "'. Give a letter, then up to 63 letters, digits, - or _.");
            }
            Map<String, String> labels = job.map("labels");
            labels.keySet().stream()
                    .filter(label -> !LABEL_NAME.matcher(label).matches())
                    .forEach(label -> job.fault(
                            "labels",
                            "found the label '" + label + "'. Name it with letters, digits and _, a letter first."));
            Mode mode = job.choice("mode", Mode.FULL_AND_INCREMENTAL);
            Lanes lanes = new Lanes(job.integer("lanes", Lanes.DEFAULT_COUNT, 1, 1 << 15));
            Integer parallelism = job.optionalInteger("parallelism", 1, 1 << 15).orElse(null);
            if (parallelism != null && parallelism > lanes.count()) {
                job.fault(
                        "parallelism",
                        "found " + parallelism + ", more than the " + lanes.count()
                                + " lanes. Give at most one task for each lane.");
            }
            return new JobConfig(name, labels, mode, lanes, parallelism, checkpoint(job.section("checkpoint")));
        }
    }

    private static CheckpointConfig checkpoint(Section checkpoint) {
        try (checkpoint) {
            return new CheckpointConfig(
                    checkpoint.duration(
                            "interval", Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofHours(1)),
                    checkpoint.optionalText("directory").orElse(null));
        }
    }

    private static SourceConfig source(Section source, JobConfig job) {
        try (source) {
            String madeOfName = "sealane_" + job.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
            String name = madeOfName.substring(0, Math.min(MAX_POSTGRES_NAME, madeOfName.length()));
            String slot = source.text("slot", name);
            if (!SLOT_NAME.matcher(slot).matches()) {
                source.fault("slot", "found '" + slot + "'. Give 1 to 63 lower-case letters, digits or _.");
            }
            String publication = source.text("publication", name);
            if (publication.length() > MAX_POSTGRES_NAME) {
                source.fault("publication", "found " + publication.length() + " characters. Give at most 63.");
            }
            Section limits = source.section("rate-limit");
            try (limits) {
                return new SourceConfig(
                        source.text("host"),
                        source.integer("port", 5432, 1, 65535),
                        source.text("database"),
                        source.text("user"),
                        Secret.of(source.secret("password")),
                        slot,
                        publication,
                        source.map("properties", SensitiveProperties::holdsSecret),
                        source.integer("chunk-rows", 250_000, 100, 100_000_000),
                        rateLimit(limits.section("copy")),
                        rateLimit(limits.section("stream")),
                        source.choice("failover-slot", false, BOOLEANS),
                        walLimit(source.section("wal-limit")));
            }
        }
    }

    private static RateLimit rateLimit(Section limit) {
        try (limit) {
            return new RateLimit(
                    limit.integer("rows-per-second", 0L, 1L, 1_000_000_000L),
                    limit.size("bytes-per-second", 0, 1 << 10, 1L << 40));
        }
    }

    private static WalLimit walLimit(Section limit) {
        try (limit) {
            if (limit.has("action") && !limit.has("bytes")) {
                limit.fault("action", "found an action without a limit. Give bytes too, or remove it.");
            }
            return new WalLimit(
                    limit.size("bytes", WalLimit.NONE.bytes(), 16 << 20, 1L << 50),
                    limit.choice("action", WalLimit.NONE.action()),
                    limit.integer("warn-at-percent", WalLimit.NONE.warnAtPercent(), 1, 99),
                    limit.duration(
                            "warn-before", WalLimit.NONE.warnBefore(), Duration.ofMinutes(1), Duration.ofDays(7)));
        }
    }

    /** Leaves the section open: the naming of target objects is read from it too. */
    private static TargetConfig target(Section target) {
        String user = target.text("user");
        return new TargetConfig(
                url(target),
                user,
                Secret.of(target.secret("password")),
                target.text("control-schema", user.toUpperCase(Locale.ROOT)),
                target.map("properties", SensitiveProperties::holdsSecret),
                flush(target.section("flush")),
                target.duration("lock-wait", Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofMinutes(10)),
                target.duration("lease", Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofMinutes(30)));
    }

    private static String url(Section target) {
        String url = target.text("url");
        if (url.isEmpty()) {
            return url;
        }
        if (!url.startsWith("jdbc:oracle:thin:@")) {
            boolean logOn = url.startsWith("jdbc:oracle:thin:");
            target.fault(
                    "url",
                    logOn
                            ? "found something between 'thin:' and '@'. Give user and password in their own keys."
                            : "found no Oracle URL. Give jdbc:oracle:thin:@//host:1521/service.");
        } else if (SensitiveProperties.holdsSecret(url)) {
            target.fault("url", "found a password in it. Give it as ${env:…} or ${file:…} in target.properties.");
        }
        return url;
    }

    private static FlushConfig flush(Section flush) {
        try (flush) {
            return new FlushConfig(
                    flush.integer("rows", 5_000, 1, 1_000_000),
                    flush.size("bytes", 8 << 20, 1 << 10, 1 << 30),
                    flush.duration("interval", Duration.ofMillis(500), Duration.ofMillis(1), Duration.ofMinutes(1)),
                    flush.optionalText("directory").orElse(null));
        }
    }
}
