package io.sealane.chaos.history;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every change that the source committed. The writers know it first; what a crash of the source took from them, or left
 * them in doubt about, {@link #settle} asks the source, where each transaction has entered itself. Thread-safe.
 */
public final class Ledger {
    /** A table at the source, not published: the numbers of the transactions that it has. */
    static final String COMMITTED = ChaosTable.SCHEMA + ".committed";

    private final Map<Long, List<Change>> transactions = new HashMap<>();
    private final Map<Long, Change> assigned = new HashMap<>();
    private long deleted;
    private long rolledBack;
    private long lost;

    /** Takes all changes of one transaction that was to commit; no other has its number. */
    public synchronized void commit(long transaction, List<Change> changes) {
        transactions.put(transaction, List.copyOf(changes));
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

    /** Strikes out the transactions that the source does not have. */
    synchronized void settle(Set<Long> found) {
        List<Long> gone =
                transactions.keySet().stream().filter(t -> !found.contains(t)).toList();
        for (Change change :
                gone.stream().flatMap(t -> transactions.get(t).stream()).toList()) {
            if (change.kind() == Change.Kind.DELETED) {
                deleted--;
            } else {
                assigned.remove(change.version());
            }
        }
        gone.forEach(transactions::remove);
        lost += gone.size();
    }

    /** The committed change that gave a row this version, by version. */
    public synchronized Map<Long, Change> assigned() {
        return Map.copyOf(assigned);
    }

    /** Committed changes in their own words, for the summary. */
    public synchronized String summary() {
        return transactions.size() + " transactions committed, " + rolledBack + " rolled back, " + lost
                + " lost with the server, " + assigned.size() + " rows written, " + deleted + " deleted";
    }
}
