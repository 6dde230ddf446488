package io.sealane.oracle;

/** A policy that changed a value, for counting. */
public enum PolicyUse {
    EMPTY_STRING,
    OUT_OF_RANGE,
    NOT_A_NUMBER,
    EXCESS_DIGITS,
    TOO_LONG,
    UNMAPPABLE,
    NEGATIVE_ZERO;

    /** Told of each use. */
    @FunctionalInterface
    public interface Listener {
        void used(PolicyUse policy);
    }
}
