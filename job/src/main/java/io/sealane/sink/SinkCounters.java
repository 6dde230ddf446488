package io.sealane.sink;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;

/**
 * The writer's metrics. Registered under the writer's operator in Flink, so a whole job's totals are the sums over its
 * subtasks and attempts, which any metric reporter sees; {@link #totals} is for code that holds the writer itself.
 *
 * <p>Counted by the writer's thread, readable from any.
 */
final class SinkCounters {
    final Counter rowsWritten = new SimpleCounter();
    final Counter fenceSkips = new SimpleCounter();
    final Counter copyConflicts = new SimpleCounter();
    final Counter insertConflicts = new SimpleCounter();
    final Counter missingRows = new SimpleCounter();
    final Counter commitsResolvedCommitted = new SimpleCounter();
    final Counter commitsResolvedLost = new SimpleCounter();
    final Counter staleGenerationRefused = new SimpleCounter();
    final Counter toastFetches = new SimpleCounter();
    final Counter retries = new SimpleCounter();
    final Counter flushes = new SimpleCounter();
    final Counter flushMillis = new SimpleCounter();

    void registerAt(MetricGroup group) {
        group.counter("rowsWritten", rowsWritten);
        group.counter("fenceSkips", fenceSkips);
        group.counter("copyConflicts", copyConflicts);
        group.counter("insertConflicts", insertConflicts);
        group.counter("missingRows", missingRows);
        group.counter("commitsResolvedCommitted", commitsResolvedCommitted);
        group.counter("commitsResolvedLost", commitsResolvedLost);
        group.counter("staleGenerationRefused", staleGenerationRefused);
        group.counter("toastFetches", toastFetches);
        group.counter("retries", retries);
        group.counter("flushes", flushes);
        group.counter("flushMillis", flushMillis);
    }

    SinkTotals totals() {
        return new SinkTotals(
                rowsWritten.getCount(),
                fenceSkips.getCount(),
                copyConflicts.getCount(),
                insertConflicts.getCount(),
                missingRows.getCount(),
                commitsResolvedCommitted.getCount(),
                commitsResolvedLost.getCount(),
                staleGenerationRefused.getCount(),
                toastFetches.getCount(),
                retries.getCount(),
                flushes.getCount(),
                flushMillis.getCount());
    }
}
