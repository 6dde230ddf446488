package io.sealane.source.chunk;

import io.sealane.source.postgres.wal.SlotWatch;
import io.sealane.source.postgres.wal.WalOutlook;
import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** What the slot holds back at the source, as metrics; each is -1 where there is no limit or nothing is known. */
record WalGauges(SlotWatch watch) {
    /** In the order in which they get worse; the metric's number is the place in it. */
    private static final List<String> STATUSES = List.of("reserved", "extended", "unreserved", "lost");

    void register(MetricGroup metrics) {
        gauge(metrics, "retainedWalBytes", outlook -> outlook.wal().retainedBytes());
        gauge(metrics, "retainedWalGrowthBytesPerSecond", outlook ->
                (long) outlook.growth().orElse(WalOutlook.NONE));
        gauge(metrics, "slotLagBytes", outlook -> outlook.wal().lagBytes());
        gauge(metrics, "walBytesUntilLimit", WalOutlook::bytesUntilLimit);
        gauge(metrics, "walSecondsUntilLimit", WalOutlook::secondsUntilLimit);
        gauge(metrics, "walStatus", outlook -> STATUSES.indexOf(outlook.wal().status()));
    }

    private void gauge(MetricGroup metrics, String name, ToLongFunction<WalOutlook> value) {
        metrics.gauge(name, (Gauge<Long>) () -> {
            WalOutlook outlook = watch.outlook();
            return outlook == null ? WalOutlook.NONE : value.applyAsLong(outlook);
        });
    }
}
