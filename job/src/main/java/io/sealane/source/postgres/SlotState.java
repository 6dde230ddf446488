package io.sealane.source.postgres;

import io.sealane.model.Lsn;
import org.jspecify.annotations.Nullable;

/**
 * A logical replication slot as {@code pg_replication_slots} shows it.
 *
 * @param plugin output plugin: {@code pgoutput}
 * @param restartLsn the oldest WAL that the slot holds back
 * @param confirmedFlush transactions that commit before it are gone for this slot
 * @param walStatus {@code reserved}, {@code extended}, {@code unreserved} or {@code lost}; {@code unknown} before
 *     PostgreSQL 13
 * @param active whether a session holds the slot
 * @param activePid the server process that holds it
 */
public record SlotState(
        String name,
        String plugin,
        String database,
        Lsn restartLsn,
        Lsn confirmedFlush,
        String walStatus,
        boolean active,
        @Nullable Integer activePid) {}
