package io.sealane.source.event;

import io.sealane.model.LaneEvent;
import io.sealane.model.LargeText;
import io.sealane.model.Lsn;
import io.sealane.model.RowEvent;
import io.sealane.model.RowText;
import io.sealane.model.SourceColumn;
import io.sealane.model.Witness;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BatcherTest {
    private static RowEvent row(int bytes) {
        return new RowEvent.CopiedRow(0, 0, RowText.of("x".repeat(bytes)));
    }

    private static List<Integer> sizes(BatchLimit limit, int... rowBytes) {
        Batcher batcher = new Batcher(() -> limit);
        for (int bytes : rowBytes) {
            batcher.add(row(bytes));
        }
        batcher.cut();
        List<Integer> sizes = new ArrayList<>();
        for (EventBatch batch = batcher.poll(); batch != null; batch = batcher.poll()) {
            sizes.add(batch.rows());
        }
        return sizes;
    }

    @Test
    void batchEndsAtItsRows() {
        assertThat(sizes(new BatchLimit(2, 1_000), 1, 1, 1, 1, 1)).containsExactly(2, 2, 1);
    }

    @Test
    void batchEndsBeforeItsBytesAreExceeded() {
        assertThat(sizes(new BatchLimit(100, 10), 4, 4, 4)).containsExactly(2, 1);
    }

    @Test
    void rowAboveTheLimitGoesAlone() {
        assertThat(sizes(new BatchLimit(100, 10), 4, 50, 4)).containsExactly(1, 1, 1);
    }

    @Test
    void largeValuesFollowTheirRowInPiecesAndMoveNoBoundary() {
        Random random = new Random(5);
        byte[] note = new byte[1_200_000];
        byte[] data = new byte[300_000];
        random.nextBytes(note);
        random.nextBytes(data);
        String hex = "\\x" + HexFormat.of().formatHex(data);
        LargeText first = LargeText.of(column("text"), note, 0, note.length);
        LargeText second = LargeText.of(column("bytea"), hex.getBytes(StandardCharsets.UTF_8), 0, hex.length());
        RowText row = new RowText.Builder(2, 0).addLarge(first).addLarge(second).build();
        Batcher batcher = new Batcher(() -> new BatchLimit(100, 100_000));
        Witness before = Witness.first(1, Lsn.parse("0/10"));

        batcher.moveBoundary(before);
        batcher.add(row(1));
        batcher.add(new RowEvent.CopiedRow(3, 7, row), List.of(first, second));
        batcher.add(row(2));
        batcher.moveBoundary(Witness.first(1, Lsn.parse("0/20")));
        batcher.cut();

        EventBatch rows = Objects.requireNonNull(batcher.poll());
        assertThat(rows.rows()).isEqualTo(2);
        Map<Long, ByteArrayOutputStream> values = new LinkedHashMap<>();
        EventBatch batch = Objects.requireNonNull(batcher.poll());
        for (; batch.rows() == 0; batch = Objects.requireNonNull(batcher.poll())) {
            assertThat(batch.bytes()).isBetween(1L, 100_000L);
            assertThat(batch.reached()).isEqualTo(before);
            assertThat(batcher.isFull()).isTrue();
            LaneEvent.Piece piece = (LaneEvent.Piece) batch.events().get(0);
            assertThat(piece.lane()).isEqualTo(3);
            assertThat(piece.table()).isEqualTo(7);
            values.computeIfAbsent(piece.value(), id -> new ByteArrayOutputStream())
                    .writeBytes(piece.bytes());
        }
        assertThat(values.keySet())
                .containsExactly(first.value().id(), second.value().id());
        assertThat(values.get(first.value().id()).toByteArray()).isEqualTo(note);
        assertThat(values.get(second.value().id()).toByteArray()).isEqualTo(data);
        assertThat(batch.rows()).isEqualTo(1);
        assertThat(batch.reached()).isNotEqualTo(before);
        assertThat(batcher.poll()).isNull();
    }

    private static SourceColumn column(String type) {
        return new SourceColumn("c", type, -1, type, true);
    }

    @Test
    void nothingMakesNoBatch() {
        assertThat(sizes(new BatchLimit(2, 10))).isEmpty();
    }
}
