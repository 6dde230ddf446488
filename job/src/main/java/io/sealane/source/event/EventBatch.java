package io.sealane.source.event;

import io.sealane.model.LaneEvent;
import io.sealane.model.Lsn;
import io.sealane.model.Witness;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events that leave the reader in one go, with no checkpoint among them.
 *
 * @param rows how many of the events are rows or changes
 * @param bytes their bytes of column text
 * @param transactions transactions that ended in it
 * @param reached end of the last transaction that was marked up to here, where a restart may begin; null in a table
 *     snapshot
 * @param commitMicros commit time of the last change's transaction, 0 if there is none
 */
public record EventBatch(
        List<LaneEvent> events,
        int rows,
        long bytes,
        int transactions,
        @Nullable Witness reached,
        long commitMicros) {

    public @Nullable Lsn boundary() {
        return reached == null ? null : reached.position();
    }
}
