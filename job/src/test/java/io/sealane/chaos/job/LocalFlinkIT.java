package io.sealane.chaos.job;

import io.sealane.MigrationJob;
import io.sealane.chaos.fault.FaultBoard;
import io.sealane.chaos.fault.FaultBoard.Point;
import io.sealane.chaos.fault.FaultySink;
import io.sealane.chaos.job.LocalFlink.RunningJob;
import io.sealane.mapping.Plans;
import io.sealane.model.LaneEvent;
import io.sealane.model.LaneEvent.Mark;
import io.sealane.model.Lsn;
import io.sealane.model.Witness;
import io.sealane.types.LaneEventType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The faults are real: each happens, Flink sees it, and the job goes on. */
final class LocalFlinkIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private final FaultBoard board = new FaultBoard();
    private LocalFlink flink;
    private RunningJob job;

    @BeforeEach
    void start() throws Exception {
        flink = new LocalFlink(board, directory);
        job = submit(2, Optional.empty());
        await().atMost(LIMIT).until(() -> job.completedCheckpoints() > 0);
    }

    @AfterEach
    void stop() {
        flink.close();
        board.close();
    }

    @Test
    void everyFaultHappensAndTheJobGoesOn() throws Exception {
        // Marks alone make no transaction to fail in.
        for (Point point : EnumSet.complementOf(EnumSet.of(Point.INSIDE_TRANSACTION))) {
            long completed = job.completedCheckpoints();
            board.fail(point);

            await(point.name()).atMost(LIMIT).until(() -> board.fired(point) > 0);
            await(point.name()).atMost(LIMIT).until(() -> job.completedCheckpoints() > completed + 1);
        }
        assertThat(board.counters().total("opened"))
                .as("a failed checkpoint restarts nothing; each of three failed writers restarts both")
                .isEqualTo(2 + 3 * 2);
    }

    @Test
    void jobMovesToAnotherParallelism() throws Exception {
        String savepoint = job.stopWithSavepoint();
        assertThat(job.status()).isEqualTo(JobStatus.FINISHED);
        RunningJob wider = submit(4, Optional.of(savepoint));
        await().atMost(LIMIT).until(() -> wider.completedCheckpoints() > 0);
        wider.cancel();
        RunningJob narrower = submit(1, wider.newestCheckpoint());
        await().atMost(LIMIT).until(() -> narrower.completedCheckpoints() > 0);

        assertThat(board.counters().total("opened")).isEqualTo(2 + 4 + 1);
    }

    private RunningJob submit(int parallelism, Optional<String> restoreFrom) throws Exception {
        var source = new DataGeneratorSource<LaneEvent>(
                new Marks(), Long.MAX_VALUE, RateLimiterStrategy.perSecond(200), LaneEventType.INFO);
        MigrationJob marks =
                new MigrationJob(Plans.of(1, "int8"), source, FaultySink.around(new CountingSink(), board));
        return flink.submit(
                marks::attachTo, LocalFlink.jobConfiguration(Duration.ofMillis(50)), parallelism, restoreFrom);
    }

    private static final class Marks implements GeneratorFunction<Long, LaneEvent> {
        private static final long serialVersionUID = 1L;

        @Override
        public LaneEvent map(Long index) {
            return new Mark((int) (index % 128), Witness.first(1, new Lsn(index)), 0);
        }
    }

    /** Does nothing but count its writers. */
    private static final class CountingSink implements Sink<LaneEvent>, SupportsWriterState<LaneEvent, Integer> {
        private static final long serialVersionUID = 1L;

        @Override
        public StatefulSinkWriter<LaneEvent, Integer> createWriter(WriterInitContext context) {
            return restoreWriter(context, List.of());
        }

        @Override
        @Deprecated
        public StatefulSinkWriter<LaneEvent, Integer> createWriter(InitContext context) {
            throw new UnsupportedOperationException("BUG: Flink called the old createWriter");
        }

        @Override
        public StatefulSinkWriter<LaneEvent, Integer> restoreWriter(
                WriterInitContext context, Collection<Integer> state) {
            context.metricGroup().counter("opened").inc();
            return new CountingWriter();
        }

        @Override
        public SimpleVersionedSerializer<Integer> getWriterStateSerializer() {
            return new OneByte();
        }
    }

    private static final class CountingWriter implements StatefulSinkWriter<LaneEvent, Integer> {
        @Override
        public void write(LaneEvent event, Context context) {
            // Nothing is kept.
        }

        @Override
        public void flush(boolean endOfInput) {
            // Nothing is held.
        }

        @Override
        public List<Integer> snapshotState(long checkpoint) {
            return List.of((int) (checkpoint % 100));
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private static final class OneByte implements SimpleVersionedSerializer<Integer> {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(Integer number) {
            return new byte[] {number.byteValue()};
        }

        @Override
        public Integer deserialize(int version, byte[] bytes) {
            return (int) bytes[0];
        }
    }
}
