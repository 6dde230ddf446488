package io.sealane.sink;

/** What one try of a flush did; added to the counters once it is known to be committed. */
final class FlushTally {
    private long rows;
    private long copyConflicts;
    private long insertConflicts;
    private long missingRows;
    private long toastFetches;

    /** Before the next try. */
    void clear() {
        rows = 0;
        copyConflicts = 0;
        insertConflicts = 0;
        missingRows = 0;
        toastFetches = 0;
    }

    void applied(long count) {
        rows += count;
    }

    /** Rows to insert that were there already. */
    void conflicts(Change.Verb verb, long count) {
        if (verb == Change.Verb.COPY) {
            copyConflicts += count;
        } else {
            insertConflicts += count;
        }
    }

    void missing(long count) {
        missingRows += count;
    }

    void fetched() {
        toastFetches++;
    }

    long rows() {
        return rows;
    }

    long copyConflicts() {
        return copyConflicts;
    }

    long insertConflicts() {
        return insertConflicts;
    }

    long missingRows() {
        return missingRows;
    }

    long toastFetches() {
        return toastFetches;
    }
}
