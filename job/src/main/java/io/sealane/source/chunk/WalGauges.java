package io.sealane.source.chunk;

import io.sealane.source.postgres.wal.SlotWatch;
import io.sealane.source.postgres.wal.WalOutlook;
import io.sealane.source.progress.JobGauges;
import java.util.List;
import java.util.function.ToLongFunction;

/** What the slot holds back at the source, as metrics; each is -1 where there is no limit or nothing is known. */
record WalGauges(SlotWatch watch) {
    /** In the order in which they get worse; the metric's number is the place in it. */
    private static final List<String> STATUSES = List.of("reserved", "extended", "unreserved", "lost");

    void register(JobGauges gauges) {
        gauge(gauges, "retainedWalBytes", outlook -> outlook.wal().retainedBytes());
        gauge(gauges, "retainedWalGrowthBytesPerSecond", outlook ->
                (long) outlook.growth().orElse(WalOutlook.NONE));
        gauge(gauges, "slotLagBytes", outlook -> outlook.wal().lagBytes());
        gauge(gauges, "walBytesUntilLimit", WalOutlook::bytesUntilLimit);
        gauge(gauges, "walSecondsUntilLimit", WalOutlook::secondsUntilLimit);
        gauge(gauges, "walStatus", outlook -> STATUSES.indexOf(outlook.wal().status()));
    }

    private void gauge(JobGauges gauges, String name, ToLongFunction<WalOutlook> value) {
        gauges.add(name, () -> {
            WalOutlook outlook = watch.outlook();
            return outlook == null ? WalOutlook.NONE : value.applyAsLong(outlook);
        });
    }
}
