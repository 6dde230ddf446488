package io.sealane.config;

import io.sealane.model.Operation;
import io.sealane.oracle.ValuePolicy;
import java.util.Set;

/** What holds for every table that does not say otherwise. */
public record TableDefaults(Set<Operation> operations, ValuePolicy values) {
    public TableDefaults {
        operations = Set.copyOf(operations);
    }
}
