package io.sealane.chaos.job;

import io.sealane.chaos.history.ChaosTable;
import io.sealane.config.ConfigReader;
import io.sealane.config.MigrationConfig;
import io.sealane.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The configuration under which faults are done, as its file: small chunks, flushes and checkpoints, so that each fault
 * finds something under way.
 *
 * @param port where the source is reached on this machine
 * @param targetUrl where the target is reached
 * @param checkpoints directory of the checkpoints
 * @param readTimeoutSeconds how long an answer of either database is waited for; a dead connection is noticed by it alone
 * @param lockWaitSeconds how long a statement at the target may take; a session that is frozen for longer has lost its
 *     statement when it goes on
 */
public record ChaosConfig(
        int port,
        String database,
        String targetUrl,
        Path checkpoints,
        Rates rates,
        int readTimeoutSeconds,
        int lockWaitSeconds) {
    public static final String MIGRATION = "chaos";
    public static final String SLOT = "chaos_slot";
    public static final String PASSWORD = "chaos";

    /** Writes it to {@code migration.yaml} in {@code directory}, and reads that file as the product does. */
    public MigrationConfig writeTo(Path directory) throws IOException {
        Path source = Files.writeString(directory.resolve("source.password"), TestPostgres.USER);
        Path target = Files.writeString(directory.resolve("target.password"), PASSWORD);
        Path file = Files.writeString(file(directory), """
                job:
                  name: %s
                  lanes: 32
                  checkpoint: {interval: 400ms, directory: '%s'}
                source:
                  host: localhost
                  port: %d
                  database: %s
                  user: %s
                  password: ${file:%s}
                  slot: %s
                  publication: chaos_publication
                  properties: {socketTimeout: %d}
                  chunk-rows: 250
                  rate-limit: {%s}
                target:
                  url: %s
                  user: %s
                  password: ${file:%s}
                  properties: {oracle.jdbc.ReadTimeout: %d}
                  flush: {rows: 200, bytes: 2MB, interval: 100ms}
                  lock-wait: %ds
                  lease: 6s
                tables: [%s]
                """.formatted(
                        MIGRATION,
                        checkpoints.toUri(),
                        port,
                        database,
                        TestPostgres.USER,
                        source,
                        SLOT,
                        readTimeoutSeconds,
                        rates.yaml(),
                        targetUrl,
                        ChaosTable.TARGET_SCHEMA,
                        target,
                        readTimeoutSeconds * 1_000,
                        lockWaitSeconds,
                        // Copied in this order: the long rows first, so that those of the end fit into buffers.
                        Arrays.stream(ChaosTable.values())
                                .sorted(Comparator.comparing(table -> !table.hasLongText()))
                                .map(table -> table.id().toString())
                                .collect(Collectors.joining(", "))));
        return ConfigReader.read(file, Map.<String, String>of()::get);
    }

    /** The file's path. */
    public static Path file(Path directory) {
        return directory.resolve("migration.yaml");
    }
}
