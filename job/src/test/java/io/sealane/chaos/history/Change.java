package io.sealane.chaos.history;

/**
 * One committed change of one row at the source.
 *
 * @param key the row's key after the change, its columns joined by a bar, for messages and for matching
 * @param version for ASSIGNED the version the row got, which no other change of the run has; for DELETED the version
 *     that the row had
 * @param streamed whether its transaction began after the replication slot was there, so that the stream must carry
 *     it; otherwise the slot may have been made after its commit
 */
public record Change(ChaosTable table, Kind kind, String key, long version, boolean streamed) {
    /** What happened to the row. */
    public enum Kind {
        ASSIGNED,
        DELETED
    }
}
