package io.sealane.source.postgres.stream;

import io.sealane.model.Lsn;
import io.sealane.source.postgres.SourceIdentity;

/**
 * How a stream can go on.
 *
 * @param source the server as it is now
 * @param from where the slot delivers from: before {@code start} it is read again, to recognise the history
 * @param start the first transaction that is to be emitted commits at or after it
 */
public record Resumption(SourceIdentity source, Lsn from, Lsn start) {}
