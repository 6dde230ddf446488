package io.sealane.sink;

/**
 * What a writer has done and which protection fired how often; one moment's values of {@link SinkCounters}.
 *
 * @param rowsWritten rows inserted, updated or deleted in committed transactions
 * @param fenceSkips events not applied because they stand at or below the lane's accepted position
 * @param copyConflicts copied rows that were there already: a chunk was read again
 * @param insertConflicts inserts of the stream whose row was there already: the copy was faster
 * @param missingRows updates and deletes of the stream that found no row
 * @param commitsResolvedCommitted commits of unknown outcome that proved to have been made
 * @param commitsResolvedLost commits of unknown outcome that proved not to have been made, and were sent again
 * @param staleGenerationRefused times this writer found that a newer one had taken its lanes
 * @param toastFetches rows re-read at the source
 * @param largeRows rows with values that came in pieces
 * @param retries transactions begun again after a passing fault
 * @param flushes committed transactions
 */
public record SinkTotals(
        long rowsWritten,
        long fenceSkips,
        long copyConflicts,
        long insertConflicts,
        long missingRows,
        long commitsResolvedCommitted,
        long commitsResolvedLost,
        long staleGenerationRefused,
        long toastFetches,
        long largeRows,
        long retries,
        long flushes) {}
