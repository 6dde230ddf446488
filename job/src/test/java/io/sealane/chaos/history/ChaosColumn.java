package io.sealane.chaos.history;

import java.util.Locale;

/** A column of a {@link ChaosTable}; its target name is the same in upper case. */
public record ChaosColumn(String name, ColumnKind kind) {
    public String targetName() {
        return name.toUpperCase(Locale.ROOT);
    }
}
