package io.sealane.sink;

import io.sealane.model.Lsn;
import io.sealane.oracle.PolicyUse;
import io.sealane.types.Rates;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * The writer's metrics. Registered under the writer's operator in Flink, so a whole job's totals are the sums over its
 * subtasks and attempts, which any metric reporter sees; {@link #totals} is for code that holds the writer itself.
 *
 * <p>Counted by the writer's thread once a flush, readable from any.
 */
final class SinkCounters {
    /** The last so many flushes make up the distribution of their time. */
    private static final int FLUSHES_REMEMBERED = 200;

    final Counter rowsWritten = new SimpleCounter();
    final Counter bytesWritten = new SimpleCounter();
    final Counter fenceSkips = new SimpleCounter();
    final Counter copyConflicts = new SimpleCounter();
    final Counter insertConflicts = new SimpleCounter();
    final Counter missingRows = new SimpleCounter();
    final Counter commitsResolvedCommitted = new SimpleCounter();
    final Counter commitsResolvedLost = new SimpleCounter();
    final Counter staleGenerationRefused = new SimpleCounter();
    final Counter toastFetches = new SimpleCounter();
    final Counter largeRows = new SimpleCounter();
    final Counter retries = new SimpleCounter();
    final Counter flushes = new SimpleCounter();
    private final Map<PolicyUse, Counter> policyUses = new EnumMap<>(PolicyUse.class);
    private final Histogram flushMillis = new DescriptiveStatisticsHistogram(FLUSHES_REMEMBERED);
    private Counter recordsSent = new SimpleCounter();
    private Counter bytesSent = new SimpleCounter();
    private volatile long lastFlushMillis;
    private volatile long appliedLsn;

    SinkCounters() {
        for (PolicyUse policy : PolicyUse.values()) {
            policyUses.put(policy, new SimpleCounter());
        }
    }

    /** {@code policyEmptyString}. */
    private static String metric(PolicyUse policy) {
        StringBuilder name = new StringBuilder("policy");
        for (String word : policy.name().split("_", -1)) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return name.toString();
    }

    /** Flink's own metrics of a sink are told too: the web UI shows them as records and bytes sent. */
    void registerAt(SinkWriterMetricGroup writer, MetricGroup group) {
        recordsSent = writer.getNumRecordsSendCounter();
        bytesSent = writer.getNumBytesSendCounter();
        writer.setCurrentSendTimeGauge(() -> lastFlushMillis);
        Rates.counter(group, "rowsWritten", rowsWritten);
        Rates.counter(group, "bytesWritten", bytesWritten);
        group.counter("fenceSkips", fenceSkips);
        group.counter("copyConflicts", copyConflicts);
        group.counter("insertConflicts", insertConflicts);
        group.counter("missingRows", missingRows);
        group.counter("commitsResolvedCommitted", commitsResolvedCommitted);
        group.counter("commitsResolvedLost", commitsResolvedLost);
        group.counter("staleGenerationRefused", staleGenerationRefused);
        group.counter("toastFetches", toastFetches);
        group.counter("largeRows", largeRows);
        group.counter("retries", retries);
        group.counter("flushes", flushes);
        policyUses.forEach((policy, counter) -> group.counter(metric(policy), counter));
        group.histogram("flushMillis", flushMillis);
        group.gauge("appliedLsn", (Gauge<Long>) () -> appliedLsn);
    }

    /** The lanes are taken as they were left. */
    void opened(Lsn applied) {
        appliedLsn = applied.value();
    }

    /**
     * A transaction is committed.
     *
     * @param bytes column text of its rows, and their large values
     * @param large rows that had large values
     * @param applied every change before it is in the writer's lanes
     */
    void flushed(FlushTally tally, long bytes, int large, Duration took, Lsn applied) {
        rowsWritten.inc(tally.rows());
        bytesWritten.inc(bytes);
        recordsSent.inc(tally.rows());
        bytesSent.inc(bytes);
        copyConflicts.inc(tally.copyConflicts());
        insertConflicts.inc(tally.insertConflicts());
        missingRows.inc(tally.missingRows());
        toastFetches.inc(tally.toastFetches());
        largeRows.inc(large);
        policyUses.forEach((policy, counter) -> counter.inc(tally.policyUses(policy)));
        flushes.inc();
        flushMillis.update(took.toMillis());
        lastFlushMillis = took.toMillis();
        appliedLsn = applied.value();
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
                largeRows.getCount(),
                retries.getCount(),
                flushes.getCount());
    }
}
