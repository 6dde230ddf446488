package io.sealane.chaos.reconcile;

import io.sealane.chaos.history.ChaosTable;

/** One thing that is not as it must be. Histories are made of random data, so a difference may name its row. */
public record Difference(Kind kind, ChaosTable table, String key, String detail) {
    /** What is wrong. */
    public enum Kind {
        /** A row of the source that the target lacks. */
        MISSING,
        /** A row of the target that the source lacks. */
        GHOST,
        /** A row whose content differs. */
        STALE,
        /** A change that took effect at the target more than once after streaming began. */
        TWICE,
        /** A change that the stream had to carry and that never took effect, though a later one may hide it. */
        NEVER,
        /** A version at the target that no committed transaction gave. */
        INVENTED,
        /** Two changes of one row by one writer that took effect in the wrong order. */
        DISORDERED
    }

    @Override
    public String toString() {
        return kind + " " + table + " [" + key + "] " + detail;
    }
}
