package io.sealane.source.fetch;

import io.sealane.config.Mode;
import io.sealane.config.SourceConfig;
import io.sealane.fence.FenceReader;
import io.sealane.mapping.MigrationPlan;
import io.sealane.rate.RateLimiter;

/** What the fetch tasks of one reader share; made when the reader is. */
public record ReaderScope(
        SourceConfig config,
        MigrationPlan plan,
        Mode mode,
        FenceReader fences,
        CopyGate gate,
        RateLimiter copyLimiter,
        RateLimiter streamLimiter,
        StreamProgress progress,
        InFlight inFlight,
        ReaderMetrics metrics) {}
