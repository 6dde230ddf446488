package io.sealane.standin.sql;

import org.jspecify.annotations.Nullable;

/**
 * What a statement does with one of its binds.
 *
 * @param type the declared type of the column it is stored in or compared with; null where that is not known
 */
public record BindUse(Kind kind, @Nullable DeclaredType type) {
    /** What a bind does at its place. */
    public enum Kind {
        STORED,
        COMPARED,
        /** An argument of a function. */
        ARGUMENT,
        UNKNOWN
    }
}
