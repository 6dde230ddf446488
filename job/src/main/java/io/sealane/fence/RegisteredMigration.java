package io.sealane.fence;

import io.sealane.config.Mode;
import io.sealane.model.Lsn;

/**
 * A migration as {@code SEALANE_MIGRATION} has it.
 *
 * @param lineage {@code Lineage.text()} of the source it was prepared against
 * @param laneMap {@code Lanes.fingerprint()}
 * @param routes {@code Routes.fingerprint()}
 * @param start every fence of the migration started at (start, 0)
 */
public record RegisteredMigration(
        String migration,
        String lineage,
        int lanes,
        String laneMap,
        Mode mode,
        String routes,
        Lsn start,
        MigrationState state) {}
