package io.sealane.plan;

import io.sealane.model.TableId;
import java.util.List;
import java.util.Set;

/**
 * What a target table has that the migration can live with only under a condition.
 *
 * @param key target columns of the key
 * @param stricter target columns that are NOT NULL while their source columns are not
 */
record TargetWarnings(TableId source, DictionaryTable target, Set<String> key, List<String> stricter) {
    void addTo(List<String> warnings) {
        if (!target.foreignKeys().isEmpty()) {
            warnings.add(
                    target.id() + " has or is referenced by enabled foreign keys: "
                            + String.join(", ", target.foreignKeys())
                            + ". Rows arrive lane by lane, a child before its parent at times. Disable them until the cutover.");
        }
        if (!target.triggers().isEmpty()) {
            warnings.add(target.id() + " has enabled triggers: " + String.join(", ", target.triggers())
                    + ". They would do a second time what the source has done. Disable them until the cutover.");
        }
        List<String> uniques = target.uniques().entrySet().stream()
                .filter(unique -> !unique.getValue().equals(key))
                .map(unique -> unique.getKey())
                .sorted()
                .toList();
        if (!uniques.isEmpty()) {
            warnings.add(target.id() + " has further unique keys: " + String.join(", ", uniques)
                    + ". A value may move from one row to another, and the two rows arrive in any order. Disable them"
                    + " until the cutover.");
        }
        if (!stricter.isEmpty()) {
            warnings.add(target.id() + " has NOT NULL columns that may be NULL in " + source + ": "
                    + String.join(", ", stricter) + ". A row with a NULL there stops the job.");
        }
    }
}
