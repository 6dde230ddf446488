package io.sealane.demo.progress;

import io.sealane.demo.shop.LoadCounts;
import java.time.Duration;
import java.util.List;

/**
 * Everything that is shown at one moment.
 *
 * @param elapsed since the migration began
 */
public record Progress(
        Phase phase,
        Duration elapsed,
        List<TableProgress> tables,
        Lag lag,
        LoadCounts load,
        long transactionsPerSecond) {
    public Progress {
        tables = List.copyOf(tables);
    }

    TableProgress total() {
        return TableProgress.sum(tables);
    }
}
