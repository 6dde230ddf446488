package io.sealane.config;

import java.util.List;

/** The whole configuration, every value checked and every reference resolved. The YAML is the interface, not these records. */
public record MigrationConfig(
        JobConfig job,
        SourceConfig source,
        TargetConfig target,
        Naming naming,
        TableDefaults defaults,
        List<TableConfig> tables) {
    public MigrationConfig {
        tables = List.copyOf(tables);
    }
}
