package io.sealane.chaos.history;

import io.sealane.testing.TestPostgres;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

final class HistoryIT {
    @Test
    void ledgerKnowsEveryRowThatTheWritersLeft() throws Exception {
        try (TestPostgres postgres = TestPostgres.start();
                History history = new History(postgres, 7, 4)) {
            int loaded = history.ledger().assigned().size();
            history.start();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> history.ledger().assigned().size() > loaded + 2_000);
            history.slotExists();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> history.ledger().assigned().values().stream().anyMatch(Change::streamed));
            history.stop();

            Map<Long, Change> assigned = history.ledger().assigned();
            for (ChaosTable table : ChaosTable.values()) {
                List<String> versions = postgres
                        .query("SELECT version FROM " + table.id().quoted())
                        .stream()
                        .map(row -> String.valueOf(row.get(0)))
                        .toList();
                assertThat(versions).as(table.name()).isNotEmpty().allSatisfy(version -> assertThat(
                                assigned.get(Long.parseLong(version)))
                        .isNotNull()
                        .extracting(Change::table)
                        .isEqualTo(table));
            }
        }
    }
}
