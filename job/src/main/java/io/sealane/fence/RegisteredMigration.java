package io.sealane.fence;

import io.sealane.model.Lsn;

/**
 * A migration as {@code SEALANE_MIGRATION} has it.
 *
 * @param lineage {@code Lineage.text()} of the source it was prepared against
 * @param laneMap {@code Lanes.fingerprint()}
 * @param start every fence of the migration started at (start, 0)
 */
public record RegisteredMigration(
        String migration, String lineage, int lanes, String laneMap, Lsn start, MigrationState state) {}
