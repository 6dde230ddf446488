package io.sealane.sink;

import io.sealane.sink.Change.Verb;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds changes until they are flushed, in rounds. Within a round no key occurs twice, so its rows can be sent in any
 * order and are grouped into arrays; a key that recurs goes to the round after its last one.
 *
 * <pre>
 *  arrive:   +a +b ~a +c ~a −b      rounds:   1: [+a +b +c]   2: [~a] [−b]   3: [~a]
 * </pre>
 *
 * <p>Copied rows make up a round of their own in front: they are older than every change.
 */
final class ChangeBuffer implements AutoCloseable {
    /** What a row costs beside its text: objects, map entry, list slot. */
    private static final int ROW_OVERHEAD_BYTES = 160;

    /**
     * Rows that one statement can take.
     *
     * @param unchanged indexes of the columns whose value did not come; empty for whole rows
     * @param temporaryLobs whether LOBs go through temporary LOBs
     */
    record Group(TableWriter table, Verb verb, List<Integer> unchanged, boolean temporaryLobs) {}

    private final List<Map<Group, List<Change>>> rounds = new ArrayList<>();
    private final Map<TableWriter, Map<String, Integer>> lastRounds = new HashMap<>();
    private final List<LargeValues> large = new ArrayList<>();
    private int rows;
    private long bytes;

    void add(Change change) {
        groupOf(change, change.verb() == Verb.COPY ? 0 : roundOf(change)).add(change);
        rows++;
        bytes += change.row().size() + change.large().bytes() + ROW_OVERHEAD_BYTES;
        if (change.large() != LargeValues.NONE) {
            large.add(change.large());
        }
    }

    /** Each round's groups, in order. */
    List<Map<Group, List<Change>>> rounds() {
        return rounds;
    }

    int rows() {
        return rows;
    }

    long bytes() {
        return bytes;
    }

    /** Rows that have large values. */
    int largeRows() {
        return large.size();
    }

    /** Column text and large values alone, without what holding a row costs. */
    long textBytes() {
        return bytes - (long) rows * ROW_OVERHEAD_BYTES;
    }

    boolean isEmpty() {
        return rows == 0;
    }

    /** Lets go of all changes and their large values. */
    void clear() {
        large.forEach(LargeValues::close);
        large.clear();
        rounds.clear();
        lastRounds.clear();
        rows = 0;
        bytes = 0;
    }

    @Override
    public void close() {
        clear();
    }

    private int roundOf(Change change) {
        Map<String, Integer> last = lastRounds.computeIfAbsent(change.table(), table -> new HashMap<>());
        return last.merge(change.key(), 1, (round, one) -> round + 1);
    }

    private List<Change> groupOf(Change change, int round) {
        while (rounds.size() <= round) {
            rounds.add(new LinkedHashMap<>());
        }
        return rounds.get(round).computeIfAbsent(group(change), group -> new ArrayList<>());
    }

    private static Group group(Change change) {
        if (change.verb() == Verb.DELETE) {
            return new Group(change.table(), Verb.DELETE, List.of(), false);
        }
        return new Group(
                change.table(), change.verb(), unchanged(change), change.table().needsTemporaryLobs(change.row()));
    }

    private static List<Integer> unchanged(Change change) {
        if (!change.row().hasUnchanged()) {
            return List.of();
        }
        List<Integer> unchanged = new ArrayList<>();
        for (int i = 0; i < change.row().columns(); i++) {
            if (change.row().isUnchanged(i)) {
                unchanged.add(i);
            }
        }
        return unchanged;
    }
}
