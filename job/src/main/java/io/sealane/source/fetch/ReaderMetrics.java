package io.sealane.source.fetch;

import io.sealane.mapping.MigrationPlan;
import io.sealane.mapping.TablePlan;
import io.sealane.model.LaneEvent;
import io.sealane.model.Lsn;
import io.sealane.model.RowEvent;
import io.sealane.source.event.EventBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;

/**
 * What one reader has done. Counts what was emitted, in Flink's task thread; the waiting and the lag are told by the fetch
 * tasks' threads.
 */
public final class ReaderMetrics {
    /** Counters of one table, under the group {@code table.<schema.table>}. */
    private record TableCounters(Counter copiedRows, Counter copiedBytes, Counter changes) {
        static TableCounters of(MetricGroup group, TablePlan table) {
            MetricGroup named = group.addGroup("table", table.source().id().toString());
            return new TableCounters(
                    named.counter("copiedRows"), named.counter("copiedBytes"), named.counter("streamedChanges"));
        }
    }

    private final List<TableCounters> tables = new ArrayList<>();
    private final Counter transactions;
    private final Counter rateLimitWaitMillis;
    private volatile long commitMicros;
    private volatile long receivedLsn;
    private volatile long emittedLsn;

    public ReaderMetrics(MetricGroup group, MigrationPlan plan) {
        plan.tables().forEach(table -> tables.add(TableCounters.of(group, table)));
        this.transactions = group.counter("streamedTransactions");
        this.rateLimitWaitMillis = group.counter("rateLimitWaitMillis", new ThreadSafeSimpleCounter());
        group.gauge("receivedLsn", (Gauge<Long>) () -> receivedLsn);
        group.gauge("emittedLsn", (Gauge<Long>) () -> emittedLsn);
        group.gauge("unemittedBytes", (Gauge<Long>) () -> Math.max(0, receivedLsn - emittedLsn));
        group.gauge("lastCommitAgeMillis", (Gauge<Long>) this::lastCommitAgeMillis);
    }

    void emitted(EventBatch batch) {
        for (LaneEvent event : batch.events()) {
            if (event instanceof RowEvent.CopiedRow row) {
                TableCounters table = tables.get(row.table());
                table.copiedRows().inc();
                table.copiedBytes().inc(row.size());
            } else if (event instanceof RowEvent change) {
                tables.get(change.table()).changes().inc();
            }
        }
        if (batch.boundary() != null) {
            transactions.inc(batch.transactions());
            emittedLsn = batch.boundary().value();
            if (batch.commitMicros() != 0) {
                commitMicros = batch.commitMicros();
            }
        }
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
