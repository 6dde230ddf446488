package io.sealane.sink;

import io.sealane.mapping.TablePlan;
import io.sealane.model.RowText;
import java.io.Serializable;
import java.util.Optional;

/**
 * Re-reads single rows at the source, for updates that came without an unchanged TOAST value and found no row to leave
 * it alone in. Used by one writer thread, always while the row's lane is locked in the target.
 */
public interface RowFetcher extends AutoCloseable {
    /**
     * The row as it stands now, all columns present.
     *
     * @param keyRow a row in the target's bind order, of which only the key columns are looked at
     * @return the row in the target's bind order; empty if there is none with this key
     * @throws io.sealane.model.MigrationException of kind SOURCE if the source cannot be read
     */
    Optional<RowText> fetch(TablePlan table, RowText keyRow);

    @Override
    void close();

    /** Travels with the sink; makes the writer's own fetcher. */
    interface Factory extends Serializable {
        /** Connects at the first fetch, not here. */
        RowFetcher create();
    }
}
