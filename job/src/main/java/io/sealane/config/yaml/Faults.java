package io.sealane.config.yaml;

import io.sealane.model.MigrationException.Kind;
import io.sealane.model.Problems;

/** The faults of one document, each with its path and line. */
final class Faults {
    static final String CODE = "CFG-101";

    private final Problems problems;

    Faults(Problems problems) {
        this.problems = problems;
    }

    /**
     * @param path {@code tables[2].columns.rename}; empty for the document
     * @param line the line, 0 if it is not known
     */
    void add(String path, int line, String text) {
        StringBuilder where = new StringBuilder(path);
        if (line > 0) {
            where.append(path.isEmpty() ? "line " + line : " (line " + line + ")");
        }
        problems.add(Kind.CONFIG, CODE, where.isEmpty() ? text : where + ": " + text);
    }

    static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
