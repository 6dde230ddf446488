package io.sealane.chaos.job;

import io.sealane.chaos.history.ChaosTable;
import io.sealane.config.CasePolicy;
import io.sealane.config.CheckpointConfig;
import io.sealane.config.FlushConfig;
import io.sealane.config.JobConfig;
import io.sealane.config.MigrationConfig;
import io.sealane.config.Mode;
import io.sealane.config.Naming;
import io.sealane.config.Secret;
import io.sealane.config.SourceConfig;
import io.sealane.config.TableConfig;
import io.sealane.config.TableDefaults;
import io.sealane.config.TargetConfig;
import io.sealane.mapping.Lanes;
import io.sealane.model.Operation;
import io.sealane.standin.OracleStandIn;
import io.sealane.testing.TestPostgres;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The configuration under which faults are done: small chunks, flushes and checkpoints, so that each fault finds
 * something under way.
 */
final class ChaosConfig {
    static final String MIGRATION = "chaos";
    static final String PASSWORD = "chaos";

    private static final int LANES = 32;
    private static final int CHUNK_ROWS = 250;
    private static final FlushConfig FLUSH = new FlushConfig(200, 2 << 20, Duration.ofMillis(100));
    private static final Duration LOCK_WAIT = Duration.ofSeconds(10);
    private static final Duration LEASE = Duration.ofSeconds(6);
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(400);

    private ChaosConfig() {}

    static MigrationConfig of(
            TestPostgres postgres, OracleStandIn standIn, String slot, String publication, Rates rates) {
        Set<Operation> all = Set.of(Operation.values());
        List<TableConfig> tables = Arrays.stream(ChaosTable.values())
                .map(table -> new TableConfig(table.id(), null, null, Map.of(), Set.of(), all))
                .toList();
        return new MigrationConfig(
                new JobConfig(
                        MIGRATION,
                        Map.of(),
                        Mode.FULL_AND_INCREMENTAL,
                        new Lanes(LANES),
                        null,
                        new CheckpointConfig(CHECKPOINT_INTERVAL, null)),
                source(postgres.sourceConfig(slot, publication, CHUNK_ROWS), rates),
                target(standIn),
                new Naming(Map.of(), null, CasePolicy.UPPER),
                new TableDefaults(all),
                tables);
    }

    private static SourceConfig source(SourceConfig plain, Rates rates) {
        return new SourceConfig(
                plain.host(),
                plain.port(),
                plain.database(),
                plain.user(),
                plain.password(),
                plain.slot(),
                plain.publication(),
                plain.properties(),
                plain.chunkRows(),
                rates.copy(),
                rates.stream(),
                plain.failoverSlot(),
                plain.walLimit());
    }

    private static TargetConfig target(OracleStandIn standIn) {
        return new TargetConfig(
                standIn.jdbcUrl(),
                ChaosTable.TARGET_SCHEMA,
                Secret.of(PASSWORD),
                ChaosTable.TARGET_SCHEMA,
                Map.of(),
                FLUSH,
                LOCK_WAIT,
                LEASE);
    }
}
