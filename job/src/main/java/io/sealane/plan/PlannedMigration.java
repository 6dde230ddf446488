package io.sealane.plan;

import io.sealane.mapping.MigrationPlan;
import java.util.List;

/**
 * A plan that can be run, and what its user should know before.
 *
 * @param warnings each says what was found and what to do
 */
public record PlannedMigration(MigrationPlan plan, List<String> warnings) {
    public PlannedMigration {
        warnings = List.copyOf(warnings);
    }
}
