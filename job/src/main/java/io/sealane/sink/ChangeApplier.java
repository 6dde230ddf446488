package io.sealane.sink;

import io.sealane.fence.RefusedException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.oracle.DmlStatement;
import io.sealane.oracle.ErrorClass;
import io.sealane.sink.Change.Verb;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings a buffer's changes into the tables, inside a transaction that holds the fence of every lane they belong to.
 *
 * <pre>
 *  COPY, INSERT    INSERT ──ORA-00001──▶ UPDATE            (the other way round where most rows are there already)
 *  UPDATE          UPDATE ──0 rows──▶ INSERT
 *  …with columns   UPDATE of the others ──0 rows──▶ read the row at the source ──▶ INSERT
 *    unchanged
 *  DELETE          DELETE; 0 rows are as good
 * </pre>
 */
final class ChangeApplier {
    /** So many rows that are there already, one by one, and the rest of the array is tried the other way round. */
    private static final int CONFLICTS_BEFORE_TURNING = 3;

    private static final long FETCHED_BYTES_AT_ONCE = 8 << 20;

    private final Connection connection;
    private final ArrayDml arrays;
    private final RowFetcher fetcher;
    private final Path directory;
    private final FlushTally tally;

    /** @param directory for large values that are fetched */
    ChangeApplier(Connection connection, ArrayDml arrays, RowFetcher fetcher, Path directory, FlushTally tally) {
        this.connection = connection;
        this.arrays = arrays;
        this.fetcher = fetcher;
        this.directory = directory;
        this.tally = tally;
    }

    void apply(ChangeBuffer buffer) throws WriteFault {
        for (Map<ChangeBuffer.Group, List<Change>> round : buffer.rounds()) {
            for (Map.Entry<ChangeBuffer.Group, List<Change>> group : round.entrySet()) {
                apply(group.getKey(), group.getValue());
                tally.applied(group.getValue().size());
            }
        }
    }

    private void apply(ChangeBuffer.Group group, List<Change> rows) throws WriteFault {
        TableWriter table = group.table();
        if (group.verb() == Verb.DELETE) {
            tally.missing(missing(all(table.delete(), rows, false), rows).size());
        } else if (!group.unchanged().isEmpty()) {
            updateOrFetch(table, group, rows);
        } else if (group.verb() == Verb.UPDATE) {
            List<Change> missing = missing(all(table.update(), rows, group.temporaryLobs()), rows);
            tally.missing(missing.size());
            insert(table, missing, group.temporaryLobs());
        } else if (table.isMostlyThere()) {
            table.learn(rows.size(), upsert(table, rows, group.temporaryLobs()));
        } else {
            table.learn(rows.size(), insert(table, rows, group.temporaryLobs()));
        }
    }

    /** An update, or an insert by a moved key, without the columns that did not come. */
    private void updateOrFetch(TableWriter table, ChangeBuffer.Group group, List<Change> rows) throws WriteFault {
        DmlStatement update = table.updateWithout(group.unchanged());
        try (ChangeBuffer fetched = new ChangeBuffer()) {
            for (Change change : missing(all(update, rows, group.temporaryLobs()), rows)) {
                // Not there any more means that its end is still to come in the stream.
                fetch(change).ifPresent(fetched::add);
                tally.fetched();
                if (fetched.bytes() >= FETCHED_BYTES_AT_ONCE) {
                    insertFetched(fetched);
                }
            }
            insertFetched(fetched);
        }
    }

    /** What is left holds no large value in memory. */
    private Optional<Change> fetch(Change change) {
        TableWriter table = change.table();
        return fetcher.fetch(table.plan(), change.row()).map(row -> {
            LargeValues large = LargeValues.of(row, directory);
            return new Change(table, Verb.INSERT, row.detached(), change.position(), large);
        });
    }

    private void insertFetched(ChangeBuffer fetched) throws WriteFault {
        for (Map<ChangeBuffer.Group, List<Change>> round : fetched.rounds()) {
            for (Map.Entry<ChangeBuffer.Group, List<Change>> group : round.entrySet()) {
                insert(group.getKey().table(), group.getValue(), group.getKey().temporaryLobs());
            }
        }
        fetched.clear();
    }

    /** Inserts rows that are hardly there; returns how many were. */
    private int insert(TableWriter table, List<Change> rows, boolean temporaryLobs) throws WriteFault {
        List<Change> rest = rows;
        int conflicts = 0;
        while (!rest.isEmpty()) {
            ArrayDml.Result result = arrays.execute(connection, table.insert(), rest, temporaryLobs);
            rest = result.rest();
            if (result.fault() != null) {
                Change first = rest.get(0);
                if (ErrorClass.of(result.fault().getErrorCode(), result.fault()) != ErrorClass.CONFLICT) {
                    throw new WriteFault(table, first.verb(), first, result.fault());
                }
                if (!missing(all(table.update(), List.of(first), temporaryLobs), List.of(first))
                        .isEmpty()) {
                    // Not the key is there but another row with a value of ours, by some other unique constraint.
                    throw new WriteFault(table, first.verb(), first, result.fault());
                }
                tally.conflicts(first.verb(), 1);
                conflicts++;
                rest = rest.subList(1, rest.size());
                if (conflicts == CONFLICTS_BEFORE_TURNING) {
                    return conflicts + upsert(table, rest, temporaryLobs);
                }
            }
        }
        return conflicts;
    }

    /** Inserts rows that are mostly there; returns how many were. */
    private int upsert(TableWriter table, List<Change> rows, boolean temporaryLobs) throws WriteFault {
        if (rows.isEmpty()) {
            return 0;
        }
        List<Change> missing = missing(all(table.update(), rows, temporaryLobs), rows);
        int there = rows.size() - missing.size();
        tally.conflicts(rows.get(0).verb(), there);
        List<Change> rest = missing;
        while (!rest.isEmpty()) {
            ArrayDml.Result result = arrays.execute(connection, table.insert(), rest, temporaryLobs);
            if (result.fault() != null) {
                throw new WriteFault(
                        table, result.rest().get(0).verb(), result.rest().get(0), result.fault());
            }
            rest = result.rest();
        }
        return there;
    }

    /** Runs an update or delete for all rows; any failure is final. */
    private List<Integer> all(DmlStatement statement, List<Change> rows, boolean temporaryLobs) throws WriteFault {
        ArrayDml.Result result = arrays.execute(connection, statement, rows, temporaryLobs);
        if (result.fault() != null) {
            Change first = result.rest().get(0);
            throw new WriteFault(first.table(), first.verb(), first, result.fault());
        }
        return result.counts();
    }

    /** The rows that met none in the table. */
    private static List<Change> missing(List<Integer> counts, List<Change> rows) {
        List<Change> missing = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (counts.get(i) == 0) {
                missing.add(rows.get(i));
            } else if (counts.get(i) > 1) {
                Change change = rows.get(i);
                throw new RefusedException(
                        Kind.TARGET,
                        "TGT-202",
                        "Cannot " + change.verb().text() + " " + change.table() + ": " + counts.get(i)
                                + " rows have the key of the " + change.description()
                                + ". Give the key columns a primary key or unique constraint in the target.");
            }
        }
        return missing;
    }
}
