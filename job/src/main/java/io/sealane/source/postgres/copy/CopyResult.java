package io.sealane.source.postgres.copy;

import io.sealane.model.Lsn;

/**
 * What one read of a table saw.
 *
 * @param rows rows handed out
 * @param snapshotEnd every transaction that the read saw committed before this LSN; the highest one of all chunks is the
 *     consistency point
 */
public record CopyResult(long rows, Lsn snapshotEnd) {}
