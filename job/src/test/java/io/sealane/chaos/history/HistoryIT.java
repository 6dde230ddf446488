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
    void ledgerKnowsEveryRowThatTheWritersLeftAndTheServerKept() throws Exception {
        Map<String, String> lazyWalWriter = Map.of("wal_writer_delay", "10s", "wal_writer_flush_after", "1GB");
        try (TestPostgres postgres = TestPostgres.start(lazyWalWriter);
                History history = new History(postgres, 7, 4)) {
            int loaded = history.ledger().assigned().size();
            history.start();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> history.ledger().assigned().size() > loaded + 2_000);
            history.commitLazily(true);
            int before = history.ledger().assigned().size();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> history.ledger().assigned().size() > before + 1_000);
            postgres.kill();
            postgres.restart();
            int lost = history.ledger().assigned().size();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> history.ledger().assigned().size() > lost + 500);
            history.slotExists();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> history.ledger().assigned().values().stream().anyMatch(Change::streamed));
            history.stop();

            assertThat(history.ledger().summary()).doesNotContain(" 0 lost with the server");
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
