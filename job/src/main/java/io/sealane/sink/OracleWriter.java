package io.sealane.sink;

import io.sealane.config.TargetConfig;
import io.sealane.fence.LaneStamp;
import io.sealane.fence.RefusedException;
import io.sealane.model.LaneEvent;
import io.sealane.types.FinalFault;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.jspecify.annotations.Nullable;

/**
 * Flink's side of a {@link LaneWriter}: flushes by time and at checkpoints, and turns what cannot be healed into the end
 * of the job. Runs in the task's thread only, timers included.
 */
final class OracleWriter implements StatefulSinkWriter<LaneEvent, LaneStamp> {
    /** Positions alone are written this seldom: they cost a transaction, and only the display of lag waits for them. */
    private static final Duration POSITIONS_ONLY = Duration.ofSeconds(1);

    private final LaneWriter writer;
    private final ProcessingTimeService timers;
    private final long flushMillis;
    private final long positionsMillis;
    private final long leaseMillis;
    private @Nullable ScheduledFuture<?> flushTimer;
    private ScheduledFuture<?> leaseTimer;

    /** Whether the flush timer is the seldom one, set when there were no rows yet. */
    private boolean timerIsForPositions;

    OracleWriter(LaneWriter writer, TargetConfig target, ProcessingTimeService timers) {
        this.writer = writer;
        this.timers = timers;
        this.flushMillis = target.flush().interval().toMillis();
        this.positionsMillis = Math.max(flushMillis, POSITIONS_ONLY.toMillis());
        this.leaseMillis = Math.max(1, target.lease().toMillis() / 3);
        this.leaseTimer = timers.registerTimer(timers.getCurrentProcessingTime() + leaseMillis, this::renewLease);
    }

    @Override
    public void write(LaneEvent event, Context context) throws InterruptedException {
        stoppingForGood(() -> writer.write(event));
        if (flushTimer == null ? writer.isBehind() : timerIsForPositions && writer.hasRows()) {
            setFlushTimer();
        }
    }

    @Override
    public void flush(boolean endOfInput) throws InterruptedException {
        stoppingForGood(writer::flush);
    }

    @Override
    public List<LaneStamp> snapshotState(long checkpointId) throws IOException {
        try {
            return writer.stamp(checkpointId);
        } catch (RefusedException e) {
            throw new FinalFault(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Cancelled while stamping checkpoint " + checkpointId);
        }
    }

    @Override
    public void close() {
        leaseTimer.cancel(false);
        if (flushTimer != null) {
            flushTimer.cancel(false);
        }
        writer.close();
    }

    private void setFlushTimer() {
        if (flushTimer != null) {
            flushTimer.cancel(false);
        }
        timerIsForPositions = !writer.hasRows();
        long wait = timerIsForPositions ? positionsMillis : flushMillis;
        flushTimer = timers.registerTimer(timers.getCurrentProcessingTime() + wait, this::flushInTime);
    }

    private void flushInTime(long now) throws InterruptedException {
        flushTimer = null;
        stoppingForGood(writer::flush);
    }

    private void renewLease(long now) throws InterruptedException {
        stoppingForGood(writer::renewLease);
        leaseTimer = timers.registerTimer(timers.getCurrentProcessingTime() + leaseMillis, this::renewLease);
    }

    /** A restart would meet the same fault, and repeated log-ons can lock the account. */
    private static void stoppingForGood(Step step) throws InterruptedException {
        try {
            step.run();
        } catch (RefusedException e) {
            throw new FinalFault(e);
        }
    }

    private interface Step {
        void run() throws InterruptedException;
    }
}
