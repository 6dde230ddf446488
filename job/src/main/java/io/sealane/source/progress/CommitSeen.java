package io.sealane.source.progress;

import io.sealane.model.Lsn;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * The stream reader tells when a transaction was committed, about one a second: after a restart nobody else knows how old
 * the backlog is.
 *
 * @param lsn its end, or an end shortly before it
 * @param commitMicros microseconds since 1970 UTC by the source's clock
 */
public record CommitSeen(Lsn lsn, long commitMicros) implements SourceEvent {
    private static final long serialVersionUID = 1L;
}
