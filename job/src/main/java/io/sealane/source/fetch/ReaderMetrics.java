package io.sealane.source.fetch;

import io.sealane.mapping.MigrationPlan;
import io.sealane.mapping.TablePlan;
import io.sealane.model.LaneEvent;
import io.sealane.model.Lsn;
import io.sealane.model.RowEvent;
import io.sealane.source.event.EventBatch;
import io.sealane.source.progress.JobProgress;
import io.sealane.types.MetricLabels;
import io.sealane.types.Rates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;

/**
 * What one reader has done. Counts what was emitted, in Flink's task thread, once a batch; the waiting and the lag are told
 * by the fetch tasks' threads.
 *
 * <p>Flink's own "records in" of the reader count batches, and looks at an empty queue.
 */
public final class ReaderMetrics {
    /** More tables than this, and none is counted by itself: a job's metrics would outgrow what Flink's web UI can fetch. */
    static final int MOST_TABLES = 200;

    /** Counters of one table, under the group {@code table.<schema.table>}. */
    private record TableCounters(Counter copiedRows, Counter copiedBytes, Counter changes) {
        static TableCounters of(MetricGroup group, TablePlan table) {
            MetricGroup named = group.addGroup("table", table.source().id().toString());
            return new TableCounters(
                    named.counter("copiedRows"), named.counter("copiedBytes"), named.counter("streamedChanges"));
        }
    }

    private final List<TableCounters> tables = new ArrayList<>();
    private final Counter copiedRows;
    private final Counter copiedBytes;
    private final Counter changes;
    private final Counter changedBytes;
    private final Counter transactions;
    private final Counter rateLimitWaitMillis = new ThreadSafeSimpleCounter();
    private final Map<String, Number> job = new ConcurrentHashMap<>();
    private final MetricGroup jobGroup;
    private volatile long commitMicros;
    private volatile long receivedLsn;
    private volatile long emittedLsn;

    public ReaderMetrics(MetricGroup reader, MigrationPlan plan) {
        MetricGroup group = MetricLabels.on(reader, plan);
        this.jobGroup = group.addGroup("job");
        if (plan.tables().size() <= MOST_TABLES) {
            plan.tables().forEach(table -> tables.add(TableCounters.of(group, table)));
        }
        this.copiedRows = Rates.counter(group, "copiedRows");
        this.copiedBytes = Rates.counter(group, "copiedBytes");
        this.changes = Rates.counter(group, "streamedChanges");
        this.changedBytes = Rates.counter(group, "streamedBytes");
        this.transactions = Rates.counter(group, "streamedTransactions");
        Rates.counter(group, "rateLimitWaitMillis", rateLimitWaitMillis);
        group.gauge("receivedLsn", (Gauge<Long>) () -> receivedLsn);
        group.gauge("emittedLsn", (Gauge<Long>) () -> emittedLsn);
        group.gauge("unemittedBytes", (Gauge<Long>) () -> Math.max(0, receivedLsn - emittedLsn));
        group.gauge("lastCommitAgeMillis", (Gauge<Long>) this::lastCommitAgeMillis);
    }

    void emitted(EventBatch batch) {
        if (batch.boundary() == null) {
            copied(batch);
        } else {
            streamed(batch, batch.boundary());
        }
    }

    private void copied(EventBatch batch) {
        copiedRows.inc(batch.rows());
        copiedBytes.inc(batch.bytes());
        // One COPY reads one table.
        if (!tables.isEmpty() && !batch.events().isEmpty()) {
            TableCounters table = tables.get(tableOf(batch.events().get(0)));
            table.copiedRows().inc(batch.rows());
            table.copiedBytes().inc(batch.bytes());
        }
    }

    private static int tableOf(LaneEvent event) {
        return event instanceof LaneEvent.Piece piece ? piece.table() : ((RowEvent) event).table();
    }

    private void streamed(EventBatch batch, Lsn boundary) {
        changes.inc(batch.rows());
        changedBytes.inc(batch.bytes());
        transactions.inc(batch.transactions());
        emittedLsn = boundary.value();
        if (batch.commitMicros() != 0) {
            commitMicros = batch.commitMicros();
        }
        if (!tables.isEmpty()) {
            for (LaneEvent event : batch.events()) {
                if (event instanceof RowEvent change) {
                    tables.get(change.table()).changes().inc();
                }
            }
        }
    }

    /** What the coordinator knows of the whole job; only the first reader is told, and shows it under the group {@code job}. */
    public void job(JobProgress progress) {
        progress.values().forEach((name, value) -> {
            if (job.put(name, value) == null) {
                jobGroup.gauge(name, (Gauge<Number>) () -> job.get(name));
            }
        });
    }

    void received(Lsn position) {
        receivedLsn = position.value();
    }

    void waitedForRate(long nanos) {
        rateLimitWaitMillis.inc(TimeUnit.NANOSECONDS.toMillis(nanos));
    }

    /** Age of the last emitted transaction, -1 before the first. */
    private long lastCommitAgeMillis() {
        return commitMicros == 0 ? -1 : System.currentTimeMillis() - TimeUnit.MICROSECONDS.toMillis(commitMicros);
    }
}
