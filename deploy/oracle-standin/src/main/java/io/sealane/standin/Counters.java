package io.sealane.standin;

import io.sealane.standin.session.Events;
import io.sealane.standin.sql.StatementKind;
import java.util.concurrent.atomic.LongAdder;

/** What the stand-in has done since it was started; a restart does not reset it. Threadsafe. */
public final class Counters implements Events {
    private final LongAdder connectionsOpened = new LongAdder();
    private final LongAdder connectionsClosed = new LongAdder();
    private final LongAdder connectionsCut = new LongAdder();
    private final LongAdder calls = new LongAdder();
    private final LongAdder commits = new LongAdder();
    private final LongAdder rollbacks = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder rowsInserted = new LongAdder();
    private final LongAdder rowsUpdated = new LongAdder();
    private final LongAdder rowsDeleted = new LongAdder();
    private final LongAdder rowsMerged = new LongAdder();
    private final LongAdder rowsDiscarded = new LongAdder();
    private final LongAdder rowsFetched = new LongAdder();

    Counters() {}

    /** Sessions that have logged on. */
    public long connectionsOpened() {
        return connectionsOpened.sum();
    }

    public long connectionsOpen() {
        return connectionsOpened.sum() - connectionsClosed.sum();
    }

    /** Connections ended by a fault. */
    public long connectionsCut() {
        return connectionsCut.sum();
    }

    /** Executions of statements, however many rows each brought. */
    public long calls() {
        return calls.sum();
    }

    /** Commits that took effect, whether the client was told or not. */
    public long commits() {
        return commits.sum();
    }

    public long rollbacks() {
        return rollbacks.sum();
    }

    public long errors() {
        return errors.sum();
    }

    /** Rows inserted, also in transactions that were rolled back later. */
    public long rowsInserted() {
        return rowsInserted.sum();
    }

    public long rowsUpdated() {
        return rowsUpdated.sum();
    }

    public long rowsDeleted() {
        return rowsDeleted.sum();
    }

    public long rowsMerged() {
        return rowsMerged.sum();
    }

    /** Bound rows that discard mode counted and did not store. */
    public long rowsDiscarded() {
        return rowsDiscarded.sum();
    }

    public long rowsFetched() {
        return rowsFetched.sum();
    }

    @Override
    public void opened() {
        connectionsOpened.increment();
    }

    @Override
    public void closed() {
        connectionsClosed.increment();
    }

    @Override
    public void cut() {
        connectionsCut.increment();
    }

    @Override
    public void called() {
        calls.increment();
    }

    @Override
    public void committed() {
        commits.increment();
    }

    @Override
    public void rolledBack() {
        rollbacks.increment();
    }

    @Override
    public void failed() {
        errors.increment();
    }

    @Override
    public void changed(StatementKind kind, long rows) {
        switch (kind) {
            case INSERT -> rowsInserted.add(rows);
            case UPDATE -> rowsUpdated.add(rows);
            case DELETE -> rowsDeleted.add(rows);
            case MERGE -> rowsMerged.add(rows);
            default -> throw new IllegalArgumentException("Not a change of rows: " + kind);
        }
    }

    @Override
    public void discarded(long rows) {
        rowsDiscarded.add(rows);
    }

    @Override
    public void fetched(long rows) {
        rowsFetched.add(rows);
    }
}
