package io.sealane.model;

import java.io.Serializable;

/**
 * Where an event stands in the change stream: the LSN of its transaction's commit record and its ordinal in the
 * transaction.
 *
 * <p>PostgreSQL delivers transactions whole and in commit order, so positions strictly increase in delivery order and
 * are the same in every replay; the LSN of the change itself is neither. The first event of a transaction has ordinal
 * 1; both halves of a split event have one each. Ordinal 0 stands before the transaction's first event: a fence at
 * {@code (lsn, 0)} says that everything committed before {@code lsn} has been applied.
 */
public record Position(Lsn commitLsn, long ordinal) implements Comparable<Position>, Serializable {
    private static final long serialVersionUID = 1L;

    public static Position before(Lsn lsn) {
        return new Position(lsn, 0);
    }

    public boolean isAfter(Position other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(Position other) {
        int byLsn = commitLsn.compareTo(other.commitLsn);
        return byLsn != 0 ? byLsn : Long.compare(ordinal, other.ordinal);
    }

    @Override
    public String toString() {
        return commitLsn + "#" + ordinal;
    }
}
