package io.sealane.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How source names become target names where a table does not say it itself.
 *
 * @param schemas target schema by source schema, exact names
 * @param schema target schema of all others; null for the source schema's own name
 * @param casePolicy applied to names taken over from the source, never to names that the configuration gives
 */
public record Naming(Map<String, String> schemas, @Nullable String schema, CasePolicy casePolicy) {
    public Naming {
        schemas = Map.copyOf(schemas);
    }
}
