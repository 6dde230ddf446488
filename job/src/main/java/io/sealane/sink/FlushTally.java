package io.sealane.sink;

import io.sealane.oracle.PolicyUse;
import java.util.Arrays;

/** What one try of a flush did; added to the counters once it is known to be committed. */
final class FlushTally {
    private long rows;
    private long copyConflicts;
    private long insertConflicts;
    private long missingRows;
    private long toastFetches;
    private final long[] policyUses = new long[PolicyUse.values().length];

    /** Before the next try. */
    void clear() {
        rows = 0;
        copyConflicts = 0;
        insertConflicts = 0;
        missingRows = 0;
        toastFetches = 0;
        Arrays.fill(policyUses, 0);
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

    /** A policy changed a value; one that is sent twice, as by an update that finds no row and an insert, counts twice. */
    void used(PolicyUse policy) {
        policyUses[policy.ordinal()]++;
    }

    long policyUses(PolicyUse policy) {
        return policyUses[policy.ordinal()];
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
