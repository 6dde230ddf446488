package io.sealane.chaos.fault;

import io.sealane.chaos.fault.FaultBoard.Point;
import io.sealane.model.LaneEvent;
import io.sealane.model.Lsn;
import io.sealane.model.MigrationException;
import io.sealane.model.Position;
import io.sealane.model.RowEvent;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The product's sink, with writers that fail on command and count what reaches them twice. */
public final class FaultySink<S> implements Sink<LaneEvent>, SupportsWriterState<LaneEvent, S> {
    private static final long serialVersionUID = 1L;

    private final String board;
    private final SupportsWriterState<LaneEvent, S> sink;

    private FaultySink(String board, SupportsWriterState<LaneEvent, S> sink) {
        this.board = board;
        this.sink = sink;
    }

    /** Wraps {@code sink}. */
    public static <S> Sink<LaneEvent> around(SupportsWriterState<LaneEvent, S> sink, FaultBoard board) {
        return new FaultySink<>(board.name(), sink);
    }

    @Override
    public StatefulSinkWriter<LaneEvent, S> createWriter(WriterInitContext context) throws IOException {
        return restoreWriter(context, List.of());
    }

    /** Flink 1.20 still declares this; it calls only the other. */
    @Override
    @Deprecated
    public StatefulSinkWriter<LaneEvent, S> createWriter(InitContext context) {
        throw new UnsupportedOperationException("BUG: Flink called the old createWriter");
    }

    @Override
    public StatefulSinkWriter<LaneEvent, S> restoreWriter(WriterInitContext context, Collection<S> state)
            throws IOException {
        return new Writer<>(FaultBoard.named(board), sink.restoreWriter(context, state));
    }

    @Override
    public SimpleVersionedSerializer<S> getWriterStateSerializer() {
        return sink.getWriterStateSerializer();
    }

    @SuppressWarnings("try") // Flink's writers close with any exception, an interruption included.
    private static final class Writer<S> implements StatefulSinkWriter<LaneEvent, S> {
        private final FaultBoard board;
        private final StatefulSinkWriter<LaneEvent, S> writer;
        /** Of the last change, and of the last one before the last checkpoint. */
        private Lsn transaction = Lsn.ZERO;

        private Lsn cutTransaction = Lsn.ZERO;
        private boolean changedSince;

        Writer(FaultBoard board, StatefulSinkWriter<LaneEvent, S> writer) {
            this.board = board;
            this.writer = writer;
        }

        @Override
        public void write(LaneEvent event, Context context) throws IOException, InterruptedException {
            failIfAsked(Point.WRITE);
            if (event instanceof RowEvent row) {
                board.see(row.lane(), position(row));
                transaction = position(row).commitLsn();
                changedSince = true;
            }
            try {
                writer.write(event, context);
            } catch (MigrationException e) {
                board.report(e);
                throw e;
            }
        }

        @Override
        public void flush(boolean endOfInput) throws IOException, InterruptedException {
            if (changedSince && transaction.isAfter(Lsn.ZERO) && transaction.equals(cutTransaction)) {
                failIfAsked(Point.INSIDE_TRANSACTION);
            }
            failIfAsked(Point.BEFORE_FLUSH);
            writer.flush(endOfInput);
            failIfAsked(Point.AFTER_FLUSH);
        }

        @Override
        public List<S> snapshotState(long checkpoint) throws IOException {
            cutTransaction = transaction;
            changedSince = false;
            return writer.snapshotState(checkpoint);
        }

        @Override
        public void close() throws Exception {
            writer.close();
        }

        private void failIfAsked(Point point) throws IOException {
            if (board.failsAt(point)) {
                throw new IOException("Failure on command at " + point);
            }
        }

        private static Position position(RowEvent row) {
            if (row instanceof RowEvent.Insert insert) {
                return insert.position();
            }
            if (row instanceof RowEvent.Update update) {
                return update.position();
            }
            return row instanceof RowEvent.Delete delete ? delete.position() : FaultBoard.NO_POSITION;
        }
    }
}
