package io.sealane.source.progress;

import io.sealane.source.postgres.wal.SlotWatch;

/** What looks at the databases beside the copy and the stream, for as long as the coordinator lives. */
public record Watches(SlotWatch slot, LagWatch lag) implements AutoCloseable {
    @Override
    public void close() {
        slot.close();
        lag.close();
    }
}
