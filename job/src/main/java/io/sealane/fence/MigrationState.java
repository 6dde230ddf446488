package io.sealane.fence;

/** Where a registered migration stands; the text of {@code SEALANE_MIGRATION.STATE}. */
public enum MigrationState {
    /** Registered; no writer has opened it. */
    PREPARED,
    RUNNING,
    /** Cut over: the application writes to the target now, so no writer may open it again. */
    CLOSED
}
