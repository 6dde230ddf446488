package io.sealane.config;

import io.sealane.mapping.Lanes;
import io.sealane.model.Operation;
import io.sealane.oracle.ValuePolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Configurations for tests that do not read YAML. */
public final class TestConfigs {
    private TestConfigs() {}

    /** A migration of these tables between databases that are nowhere. */
    public static MigrationConfig config(Naming naming, TableConfig... tables) {
        return config(
                new SourceConfig(
                        "nowhere.invalid",
                        5432,
                        "shop",
                        "app",
                        Secret.of("app"),
                        "sealane_test",
                        "sealane_test",
                        Map.of(),
                        1000,
                        RateLimit.NONE,
                        RateLimit.NONE,
                        false,
                        WalLimit.NONE),
                target("jdbc:oracle:thin:@//nowhere.invalid:1521/x", "app", "app"),
                naming,
                tables);
    }

    public static MigrationConfig config(
            SourceConfig source, TargetConfig target, Naming naming, TableConfig... tables) {
        return new MigrationConfig(
                new JobConfig(
                        "test",
                        Map.of(),
                        Mode.FULL_AND_INCREMENTAL,
                        new Lanes(16),
                        1,
                        new CheckpointConfig(Duration.ofSeconds(1), null)),
                source,
                target,
                naming,
                new TableDefaults(Set.of(Operation.values()), ValuePolicy.STRICT),
                List.of(tables));
    }

    public static TargetConfig target(String url, String user, String password) {
        return new TargetConfig(
                url,
                user,
                Secret.of(password),
                user.toUpperCase(java.util.Locale.ROOT),
                Map.of(),
                new FlushConfig(1000, 1 << 20, Duration.ofMillis(50), null),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10));
    }

    public static SourceConfig withLimits(SourceConfig config, RateLimit copy, RateLimit stream) {
        return changed(config, config.properties(), copy, stream, config.walLimit());
    }

    public static SourceConfig withWalLimit(SourceConfig config, WalLimit limit) {
        return changed(config, config.properties(), config.copyLimit(), config.streamLimit(), limit);
    }

    public static SourceConfig withProperties(SourceConfig config, Map<String, String> properties) {
        return changed(config, properties, config.copyLimit(), config.streamLimit(), config.walLimit());
    }

    private static SourceConfig changed(
            SourceConfig config, Map<String, String> properties, RateLimit copy, RateLimit stream, WalLimit limit) {
        return new SourceConfig(
                config.host(),
                config.port(),
                config.database(),
                config.user(),
                config.password(),
                config.slot(),
                config.publication(),
                properties,
                config.chunkRows(),
                copy,
                stream,
                config.failoverSlot(),
                limit);
    }
}
