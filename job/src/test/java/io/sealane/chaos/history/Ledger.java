package io.sealane.chaos.history;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every change that the source committed, as its writers know it. Thread-safe. */
public final class Ledger {
    private final Map<Long, Change> assigned = new HashMap<>();
    private long transactions;
    private long rolledBack;
    private long deleted;

    /** Takes all changes of one committed transaction. */
    public synchronized void commit(List<Change> changes) {
        transactions++;
        for (Change change : changes) {
            if (change.kind() == Change.Kind.DELETED) {
                deleted++;
            } else if (assigned.put(change.version(), change) != null) {
                throw new IllegalStateException("BUG: version " + change.version() + " was given twice");
            }
        }
    }

    synchronized void rollback() {
        rolledBack++;
    }

    /** The committed change that gave a row this version, by version. */
    public synchronized Map<Long, Change> assigned() {
        return Map.copyOf(assigned);
    }

    /** Committed changes in their own words, for the summary. */
    public synchronized String summary() {
        return transactions + " transactions committed, " + rolledBack + " rolled back, " + assigned.size()
                + " rows written, " + deleted + " deleted";
    }
}
