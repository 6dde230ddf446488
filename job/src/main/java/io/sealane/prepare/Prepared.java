package io.sealane.prepare;

import io.sealane.fence.RegisteredMigration;
import java.util.List;

/** A migration that is ready to run. */
public final class Prepared {
    private final RegisteredMigration migration;
    private final boolean now;
    private final UndoStack undo;

    Prepared(RegisteredMigration migration, boolean now, UndoStack undo) {
        this.migration = migration;
        this.now = now;
        this.undo = undo;
    }

    public RegisteredMigration migration() {
        return migration;
    }

    /** Whether it was prepared just now, and not by an earlier command. */
    public boolean isNew() {
        return now;
    }

    /**
     * Takes back what was made just now, for a run that never started; nothing happens to what an earlier command made.
     * Needs the open {@link Endpoints}.
     *
     * @return what could not be removed
     */
    public List<String> undo() {
        return undo.undo();
    }
}
