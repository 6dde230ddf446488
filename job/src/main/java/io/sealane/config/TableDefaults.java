package io.sealane.config;

import io.sealane.model.Operation;
import java.util.Set;

/** What holds for every table that does not say otherwise. */
public record TableDefaults(Set<Operation> operations) {
    public TableDefaults {
        operations = Set.copyOf(operations);
    }
}
