package io.sealane.source.chunk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which chunks of the table snapshot are still to be read, by whom, and which are done for good.
 *
 * <pre>
 * planned ──handOut──▶ open ──report──▶ reported ──checkpoint that was taken after the report completes──▶ durable, forgotten
 *    ▲                  ▲ │                │
 *    └─────giveBack─────┼─┘                │
 *                       └──────reset───────┘   the reader went back to a checkpoint that does not hold its report
 * </pre>
 *
 * <p>The stream may begin when nothing but durable chunks is left: their rows have then passed every operator, and no
 * restart reads them again. Confined to the coordinator's thread.
 *
 * @param <C> a chunk
 */
final class ChunkLedger<C> {
    private static final long NOT_YET = Long.MAX_VALUE;

    /** Who read the chunk, and the first checkpoint that holds the report. */
    private record Report(int reader, long checkpoint) {}

    private final Deque<Map.Entry<String, C>> planned = new ArrayDeque<>();
    private final Map<String, C> open = new LinkedHashMap<>();
    private final Map<String, Report> reports = new HashMap<>();
    private final Map<String, Report> voided = new HashMap<>();
    private long durable;

    void plan(String id, C chunk) {
        planned.addLast(Map.entry(id, chunk));
    }

    /** A chunk that a reader's state holds, as a checkpoint tells. */
    void restoreOpen(String id, C chunk) {
        open.put(id, chunk);
    }

    /** The next chunk to read, now open; null if none is planned. */
    @Nullable
    C handOut() {
        Map.Entry<String, C> next = planned.pollFirst();
        if (next == null) {
            return null;
        }
        open.put(next.getKey(), next.getValue());
        return next.getValue();
    }

    /** {@code reader} says that it has emitted the whole chunk. It may say so again, also of a chunk long durable. */
    void report(String id, int reader) {
        if (open.containsKey(id)) {
            voided.remove(id);
            reports.putIfAbsent(id, new Report(reader, NOT_YET));
        }
    }

    /** The chunk was handed out after the checkpoint to which its reader went back: nobody has it. */
    void giveBack(String id) {
        C chunk = open.remove(id);
        if (chunk != null) {
            reports.remove(id);
            voided.remove(id);
            planned.addFirst(Map.entry(id, chunk));
        }
    }

    /** {@code reader} went back to the last completed checkpoint: its later reports count no more, as it reads again. */
    void reset(int reader) {
        reports.entrySet().removeIf(entry -> {
            boolean isVoid = entry.getValue().reader() == reader;
            if (isVoid) {
                voided.put(entry.getKey(), entry.getValue());
            }
            return isVoid;
        });
    }

    /** Checkpoint {@code id} is being taken: it holds every report that is here. */
    void checkpoint(long id) {
        reports.replaceAll(
                (chunk, report) -> report.checkpoint() == NOT_YET ? new Report(report.reader(), id) : report);
        // From here on, no completion of an older checkpoint can be on its way.
        voided.clear();
    }

    void checkpointCompleted(long id) {
        settle(reports, id);
        // The notice may come after the reset, although the reader went back to this very checkpoint.
        settle(voided, id);
    }

    private void settle(Map<String, Report> settled, long checkpoint) {
        settled.entrySet().removeIf(entry -> {
            boolean isDurable = entry.getValue().checkpoint() <= checkpoint;
            if (isDurable && open.remove(entry.getKey()) != null) {
                durable++;
            }
            return isDurable;
        });
    }

    boolean isSettled() {
        return planned.isEmpty() && open.isEmpty();
    }

    int plannedCount() {
        return planned.size();
    }

    int openCount() {
        return open.size();
    }

    /** Chunks that became durable since this ledger was made. */
    long durableCount() {
        return durable;
    }

    /** For a checkpoint: what nobody has yet. */
    List<C> planned() {
        return planned.stream().map(Map.Entry::getValue).toList();
    }

    /** For a checkpoint that was announced with {@link #checkpoint}: what readers hold unfinished. */
    Map<String, C> unreported() {
        Map<String, C> unreported = new LinkedHashMap<>(open);
        unreported.keySet().removeAll(reports.keySet());
        return unreported;
    }

    Collection<C> open() {
        return new ArrayList<>(open.values());
    }
}
