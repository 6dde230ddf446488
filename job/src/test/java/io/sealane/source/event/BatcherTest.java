package io.sealane.source.event;

import io.sealane.model.RowEvent;
import io.sealane.model.RowText;
import java.util.ArrayList;
import java.util.List;
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
    void nothingMakesNoBatch() {
        assertThat(sizes(new BatchLimit(2, 10))).isEmpty();
    }
}
