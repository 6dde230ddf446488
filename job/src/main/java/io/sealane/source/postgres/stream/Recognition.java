package io.sealane.source.postgres.stream;

import io.sealane.model.Lsn;
import io.sealane.model.RowText;
import io.sealane.model.SourceTable;
import io.sealane.model.Witness;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads again what lies between the slot's position and ours, hands none of it on, and demands that it ends with the very
 * transaction that was read last before; then the stream begins.
 *
 * <pre>
 *  slot's position        start                witness of the target
 *  ──┬────────────────────┬────────────────────┬──────────▶
 *    swallowed            handed on            compared in passing
 * </pre>
 *
 * <p>One thread: the stream's.
 */
public final class Recognition implements ChangeHandler {
    private final ChangeHandler next;
    private final Resumption resumption;
    private final List<Witness> witnesses = new ArrayList<>();
    private final Consumer<Witness> begin;
    private Lsn transaction = Lsn.ZERO;
    private Lsn lastCommit = Lsn.ZERO;
    private long lastMicros;
    private boolean changed;
    private boolean begun;

    /**
     * @param next gets the transactions from the start on
     * @param witnesses of what was read before, by whom ever
     * @param begin called once, before the first transaction is handed on, with the last one before it (zero if none was
     *     seen)
     */
    public Recognition(ChangeHandler next, Resumption resumption, List<Witness> witnesses, Consumer<Witness> begin) {
        this.next = next;
        this.resumption = resumption;
        this.begin = begin;
        witnesses.stream()
                .filter(witness -> witness.position().isAfter(resumption.from()))
                .sorted(Comparator.comparing(Witness::position))
                .forEach(this.witnesses::add);
        reach(resumption.from());
    }

    /** Whether transactions are handed on. */
    public boolean hasBegun() {
        return begun;
    }

    /** Every transaction that commits before {@code position} has been seen. */
    public void reach(Lsn position) {
        while (!witnesses.isEmpty() && !witnesses.get(0).position().isAfter(position)) {
            compare(witnesses.remove(0));
        }
        if (!begun && !resumption.start().isAfter(position)) {
            begun = true;
            begin.accept(new Witness(resumption.source().timeline(), resumption.start(), lastCommit, lastMicros));
        }
    }

    /** What the slot does not deliver any more cannot be asked for. */
    private void compare(Witness witness) {
        boolean delivered = !resumption.from().isAfter(witness.commitLsn());
        Lsn expected = delivered ? witness.commitLsn() : Lsn.ZERO;
        long expectedMicros = delivered ? witness.commitMicros() : 0;
        if (!lastCommit.equals(expected) || lastMicros != expectedMicros) {
            throw new SourceLostException(
                    "SRC-228",
                    "Cannot resume the stream at " + resumption.start()
                            + ": the source has another history than the one"
                            + " that was read. The last transaction before " + witness.position() + " was "
                            + describe(expected, expectedMicros, witness) + "; now it is "
                            + describe(lastCommit, lastMicros, null)
                            + ". The source was restored from a snapshot or a backup that lacks changes which the target"
                            + " has, or its replication slot was made again there. Go back to the first server if it"
                            + " still exists, or copy all tables again (`sealane resnapshot --all-tables`).");
        }
    }

    private String describe(Lsn commit, long micros, @Nullable Witness witness) {
        if (commit.equals(Lsn.ZERO)) {
            return "none after " + resumption.from()
                    + (witness == null || witness.commitLsn().equals(Lsn.ZERO)
                            ? ""
                            : " (the last one was at " + witness.commitLsn() + ")");
        }
        return "at " + commit + " of " + Instant.ofEpochSecond(0, micros * 1_000);
    }

    @Override
    public void begin(Lsn commitLsn, long commitMicros) {
        reach(commitLsn);
        transaction = commitLsn;
        changed = false;
        if (begun) {
            next.begin(commitLsn, commitMicros);
        }
    }

    @Override
    public void insert(SourceTable table, RowText after) {
        changed = true;
        if (begun) {
            next.insert(table, after);
        }
    }

    @Override
    public void update(SourceTable table, @Nullable RowText old, RowText after) {
        changed = true;
        if (begun) {
            next.update(table, old, after);
        }
    }

    @Override
    public void delete(SourceTable table, RowText old) {
        changed = true;
        if (begun) {
            next.delete(table, old);
        }
    }

    @Override
    public void truncate(List<SourceTable> tables) {
        if (begun) {
            next.truncate(tables);
        }
    }

    @Override
    public void commit(Lsn commitLsn, Lsn endLsn, long commitMicros) {
        if (changed) {
            lastCommit = transaction;
            lastMicros = commitMicros;
        }
        if (begun) {
            next.commit(commitLsn, endLsn, commitMicros);
        }
    }
}
