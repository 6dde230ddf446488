package io.sealane.chaos.reconcile;

import io.sealane.chaos.history.Change;
import io.sealane.chaos.history.ChaosTable;
import io.sealane.chaos.history.Ledger;
import io.sealane.chaos.reconcile.AppliedLog.Applied;
import io.sealane.chaos.reconcile.Difference.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds what took effect at the target against what the source committed, change by change.
 *
 * <p>A change is known by the version that it gave its row; a version is given once in a run. Streaming begins with the
 * first committed transaction that moves any fence row beyond the START_LSN of the migration. Until then rows are
 * copied, and a chunk may be copied again: only INVENTED is looked for. From then on:
 *
 * <ul>
 *   <li>TWICE: a version given to a row in more than one entry. The trigger fires for an update that changes nothing,
 *       so a second application of the latest change shows as well.
 *   <li>NEVER: a version whose transaction began after the slot was made, and which no entry gives. The copy does not
 *       excuse it: the stream carries every change since the slot, and applies them all.
 *   <li>DISORDERED: two versions of one writer given to one key, the younger first. One writer's versions rise in commit
 *       order, so this needs no order between writers.
 * </ul>
 *
 * <p>Deletes are not counted on their own: a second delete finds nothing and has no effect, unless the row had come
 * back, and then the row that is lacking is found as MISSING.
 *
 * <p><b>Re-reads.</b> Where the source does not log a whole row (identity DEFAULT with an unchanged TOASTed value), an
 * event may be replaced by the row as it is <em>now</em>: its own version never appears, or the version of a later
 * change of the same key appears early and again when that change arrives. So in such a table one surplus entry of a key
 * is excused by one absent version of the same key, absent versions are excused as far as the product says that it
 * re-read rows, and order is not looked at. A surplus without an absent version of its key, or more absences than
 * re-reads, is a difference.
 */
public final class ExactlyOnce {
    /** One writer's versions are alike modulo this; see the writers. */
    private static final int WRITERS = 64;

    private final Map<Long, Change> committed;
    private final List<Applied> all;
    private final long streamingSince;
    private final Map<Long, List<Applied>> given = new HashMap<>();
    private final List<Difference> differences = new ArrayList<>();

    private ExactlyOnce(Ledger ledger, List<Applied> all, long streamingSince) {
        this.committed = ledger.assigned();
        this.all = all;
        this.streamingSince = streamingSince;
        for (Applied applied : all) {
            if (applied.id() >= streamingSince && applied.operation() != 'D') {
                given.computeIfAbsent(applied.version(), v -> new ArrayList<>()).add(applied);
            }
        }
    }

    /**
     * Checks a migration that has caught up with a source that stands still.
     *
     * @param streamingSince {@link AppliedLog#streamingSince}
     * @param reReads rows that the product says it re-read at the source
     */
    public static List<Difference> check(Ledger ledger, List<Applied> applied, long streamingSince, long reReads) {
        ExactlyOnce check = new ExactlyOnce(ledger, applied, streamingSince);
        check.findInvented();
        check.findTwiceAndNever(reReads);
        check.findDisordered();
        return check.differences;
    }

    private void findInvented() {
        for (Applied applied : all) {
            if (!committed.containsKey(applied.version())) {
                differences.add(difference(Kind.INVENTED, applied, "no committed transaction gave it"));
            }
        }
    }

    private void findTwiceAndNever(long reReads) {
        Map<String, Integer> excuses = new HashMap<>();
        long absentByReRead = 0;
        for (Change change : committed.values()) {
            if (given.containsKey(change.version())) {
                continue;
            }
            if (change.table().needsReReads()) {
                excuses.merge(change.key(), 1, Integer::sum);
            }
            if (change.streamed() && (!change.table().needsReReads() || ++absentByReRead > reReads)) {
                differences.add(new Difference(
                        Kind.NEVER,
                        change.table(),
                        change.key(),
                        "version " + change.version() + " never took effect"));
            }
        }
        given.values().stream().filter(entries -> entries.size() > 1).forEach(entries -> {
            Applied first = entries.get(0);
            for (Applied again : entries.subList(1, entries.size())) {
                boolean excused = again.table().needsReReads() && excuses.merge(again.key(), -1, Integer::sum) >= 0;
                if (!excused) {
                    differences.add(difference(
                            Kind.TWICE, again, "in transactions " + first.transaction() + ", " + again.transaction()));
                }
            }
        });
    }

    private void findDisordered() {
        Map<String, Applied> latest = new HashMap<>();
        for (Applied applied : all) {
            if (applied.id() < streamingSince
                    || applied.operation() == 'D'
                    || applied.table().needsReReads()) {
                continue;
            }
            String row = applied.table() + "|" + applied.key() + "|" + applied.version() % WRITERS;
            Applied before = latest.put(row, applied);
            if (before != null && before.version() > applied.version()) {
                differences.add(difference(Kind.DISORDERED, applied, "after version " + before.version()));
            }
        }
    }

    private static Difference difference(Kind kind, Applied applied, String detail) {
        ChaosTable table = applied.table();
        return new Difference(
                kind,
                table,
                applied.key(),
                "version " + applied.version() + " op=" + applied.operation() + " " + detail);
    }
}
