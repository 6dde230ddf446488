package io.sealane.source.fetch;

import io.sealane.config.Mode;
import io.sealane.fence.Applied;
import io.sealane.model.Lineage;
import io.sealane.model.Lsn;
import io.sealane.model.SourceTable;
import io.sealane.model.Witness;
import io.sealane.source.event.Batcher;
import io.sealane.source.event.ChangeTranslator;
import io.sealane.source.event.EventBatch;
import io.sealane.source.event.MarkClock;
import io.sealane.source.postgres.PostgresConnections;
import io.sealane.source.postgres.stream.ChangeStream;
import io.sealane.source.postgres.stream.Recognition;
import io.sealane.source.postgres.stream.Resumption;
import io.sealane.source.postgres.stream.StreamGuard;
import io.sealane.source.split.Faults;
import io.sealane.source.split.StreamPosition;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitBase;
import org.apache.flink.cdc.connectors.base.source.meta.split.StreamSplit;
import org.apache.flink.cdc.connectors.base.source.meta.wartermark.WatermarkEvent;
import org.apache.flink.cdc.connectors.base.source.meta.wartermark.WatermarkKind;
import org.apache.flink.cdc.connectors.base.source.reader.external.FetchTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the change stream. Runs in the fetcher's thread; {@link #close} comes from another.
 *
 * <p>A split that nobody emitted from yet is held until a checkpoint that contains it has completed: from then on every restart
 * begins with all copied rows behind it. The task never returns unless it was closed or has reached the end of a bounded
 * stream, because Flink CDC would take a return for a stream that goes on.
 */
public final class StreamTask implements FetchTask<SourceSplitBase> {
    private static final Logger LOG = LoggerFactory.getLogger(StreamTask.class);
    private static final long HELD_PAUSE_MILLIS = 10;

    /** Between two looks at the queue and the server; far less than a batch. */
    private static final int MESSAGES_AT_ONCE = 64;

    private final StreamSplit split;
    private final ReaderScope scope;
    private StreamPosition position;

    /** A timeline that no checkpoint knows yet, 0 if there is none. */
    private int timelineToKeep;

    private volatile boolean running;
    private volatile boolean stopped;
    private volatile @Nullable Thread thread;

    public StreamTask(StreamSplit split, ReaderScope scope) {
        this.split = split;
        this.scope = scope;
        this.position = StreamPosition.of(split.getStartingOffset());
    }

    @Override
    public void execute(Context context) throws Exception {
        running = true;
        thread = Thread.currentThread();
        try {
            awaitHeldByCheckpoint();
            readStream(context);
        } catch (Throwable fault) {
            if (stopped) {
                LOG.debug("Stream closed", fault);
            } else {
                throw Faults.inTask(
                        "read the change stream from " + scope.config().address() + " at " + position.lsn(), fault);
            }
        } finally {
            running = false;
        }
    }

    private void awaitHeldByCheckpoint() throws InterruptedException {
        while (position.held() && !scope.progress().isHeldByCheckpoint()) {
            checkNotStopped();
            TimeUnit.MILLISECONDS.sleep(HELD_PAUSE_MILLIS);
        }
    }

    private void readStream(Context context) throws SQLException, IOException, InterruptedException {
        Applied applied = scope.fences().read();
        Resumption resumption = checkSource(applied);
        try (ChangeStream stream = new ChangeStream(scope.config(), tables(), resumption.from())) {
            Outlet<SQLException> outlet =
                    new Outlet<>(context.getQueue(), scope.streamLimiter(), scope, () -> tend(stream));
            Batcher batcher = new Batcher(outlet::batchLimit);
            ChangeTranslator translator = translator(batcher);
            Recognition past = new Recognition(
                    translator, resumption, witnesses(applied), last -> begin(translator, resumption, last));
            while (!translator.hasEnded()) {
                step(stream, translator, past, batcher);
                sendFull(stream, batcher, outlet);
                tend(stream);
            }
            outlet.send(WatermarkEvent.create(
                    Map.of(), "sealane", split.splitId(), WatermarkKind.END, position.toOffset()));
            LOG.info("Stream ended at={}", position.lsn());
        }
    }

    private Resumption checkSource(Applied applied) throws SQLException {
        PostgresConnections connections = new PostgresConnections(scope.config());
        try (Connection sql = connections.open();
                Connection replication = connections.openReplication()) {
            return StreamGuard.check(
                    sql, replication, scope.config().slot(), position.resumePoint(applied, tables().keySet()));
        }
    }

    /** What was read of the source before: by us, and by whoever stamped the target last. */
    private List<Witness> witnesses(Applied applied) {
        List<Witness> witnesses = new ArrayList<>();
        if (!position.held()) {
            witnesses.add(position.reached());
        }
        if (applied.witness() != null) {
            witnesses.add(applied.witness());
        }
        return witnesses;
    }

    /** The source was recognised: from here on it is emitted. */
    private void begin(ChangeTranslator translator, Resumption resumption, Witness last) {
        Witness known = position.reached();
        Witness start = last.commitLsn().isAfter(known.commitLsn())
                ? last
                : known.at(resumption.start()).on(resumption.source().timeline());
        timelineToKeep = position.known().timeline() == start.timeline() ? 0 : start.timeline();
        position = position.movedTo(start).attachedTo(resumption.source());
        translator.open(lineage().text(), start, position.consistencyPoint());
        LOG.info(
                "Stream attached start={} consistencyPoint={} slot={} confirmed={}",
                start.position(),
                position.consistencyPoint(),
                scope.config().slot(),
                resumption.from());
    }

    /**
     * On a new timeline nothing is emitted before a checkpoint knows it: else a restart would find fences beyond the end of
     * the timeline that it knows, as if the source had lost them.
     */
    private boolean isHeldByTimeline() {
        return timelineToKeep != 0 && !scope.progress().knowsTimeline(timelineToKeep);
    }

    /** Takes the next messages; where there is none, lets out what has gathered. */
    private void step(ChangeStream stream, ChangeTranslator translator, Recognition past, Batcher batcher)
            throws SQLException, InterruptedException {
        for (int i = 0; i < MESSAGES_AT_ONCE && !batcher.isFull(); i++) {
            if (isHeldByTimeline()) {
                TimeUnit.MILLISECONDS.sleep(HELD_PAUSE_MILLIS);
                return;
            }
            if (!stream.poll(past)) {
                letOut(stream, translator, past, batcher);
                return;
            }
        }
    }

    private void letOut(ChangeStream stream, ChangeTranslator translator, Recognition past, Batcher batcher) {
        Lsn idle = stream.idlePosition();
        if (idle != null) {
            scope.metrics().received(idle);
            past.reach(idle);
            if (past.hasBegun() && !isHeldByTimeline()) {
                translator.idle(idle);
            }
        }
        batcher.cut();
    }

    private void sendFull(ChangeStream stream, Batcher batcher, Outlet<SQLException> outlet)
            throws SQLException, InterruptedException {
        for (EventBatch batch = batcher.poll(); batch != null; batch = batcher.poll()) {
            if (batch.reached() != null) {
                position = position.movedTo(batch.reached());
                scope.metrics().received(batch.reached().position());
            }
            outlet.send(batch, new BatchRecord(batch, position.toOffset()));
            tend(stream); // there can be thousands of batches of pieces, and nothing else waits for them
        }
    }

    /** What the server must hear from us, whether or not we take its messages. */
    private void tend(ChangeStream stream) throws SQLException, InterruptedException {
        checkNotStopped();
        Lsn due = scope.progress().acknowledgeable();
        if (due != null) {
            stream.acknowledge(due);
        }
        stream.keepAlive();
    }

    private ChangeTranslator translator(Batcher batcher) {
        MarkClock marks =
                new MarkClock(System::nanoTime, () -> TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()));
        Lsn end = scope.mode() == Mode.FULL ? position.consistencyPoint() : null;
        return new ChangeTranslator(scope.plan(), batcher, marks, end);
    }

    private Lineage lineage() {
        Lineage prepared = Lineage.parse(position.lineage());
        return new Lineage(
                position.known().systemIdentifier(),
                prepared.timeline(),
                position.known().database(),
                scope.config().slot(),
                scope.plan().lanes().fingerprint(),
                prepared.incarnation());
    }

    private Map<io.sealane.model.TableId, SourceTable> tables() {
        return scope.plan().tables().stream()
                .map(table -> table.source())
                .collect(Collectors.toMap(SourceTable::id, Function.identity()));
    }

    private void checkNotStopped() throws InterruptedException {
        if (stopped) {
            throw new InterruptedException("Stream closed");
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public SourceSplitBase getSplit() {
        return split;
    }

    /** Also ends a wait for a slot that another session holds. */
    @Override
    public void close() {
        stopped = true;
        Thread reading = thread;
        if (reading != null && running) {
            reading.interrupt();
        }
    }
}
