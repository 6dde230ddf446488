package io.sealane.source.postgres;

import io.sealane.model.MigrationException;
import java.util.List;

/** Tables of the source that cannot be migrated as they are: every problem found, each with its way out. */
public final class CatalogException extends MigrationException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    public CatalogException(List<String> problems) {
        super(Kind.SOURCE, "SRC-100", String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
