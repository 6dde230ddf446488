package io.sealane.source.postgres.wal;

import io.sealane.config.SourceConfig;
import io.sealane.config.WalLimit;
import io.sealane.model.MigrationException;
import io.sealane.source.postgres.ReplicationSlot;
import io.sealane.testing.TestPostgres;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static io.sealane.config.TestConfigs.withProperties;
import static io.sealane.config.TestConfigs.withWalLimit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class SlotWatchIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration INTERVAL = Duration.ofMillis(50);

    private static TestPostgres postgres;

    @BeforeAll
    static void start() {
        postgres = TestPostgres.start();
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @Test
    void aSlotThatWasThereAndIsGoneEndsTheMigration() throws Exception {
        SourceConfig config = withSlot("s_gone");
        List<MigrationException> told = new CopyOnWriteArrayList<>();
        try (SlotWatch watch = new SlotWatch(config)) {
            watch.start(told::add, INTERVAL);
            await().atMost(LIMIT).until(() -> watch.outlook() != null);

            postgres.execute("SELECT pg_drop_replication_slot('s_gone')");

            await().atMost(LIMIT).until(() -> !told.isEmpty());
            assertThat(watch.outlook()).isNull();
        }
        assertThat(told)
                .singleElement()
                .asString()
                .contains("SRC-241 Cannot go on with the migration: its replication slot s_gone was at ")
                .contains("and is gone")
                .contains("`sealane resnapshot --all-tables`");
    }

    @Test
    void aDropWhoseAnswerIsLostIsToldAsItWasDecided() throws Exception {
        SourceConfig config = withProperties(
                withWalLimit(withSlot("s_lost"), new WalLimit(1, WalLimit.Action.DROP_SLOT, 50, LIMIT)),
                Map.of("socketFactory", LosingSocketFactory.class.getName()));
        List<MigrationException> told = new CopyOnWriteArrayList<>();
        postgres.execute("SELECT pg_logical_emit_message(true, 'x', 'x')");
        try (SlotWatch watch = new SlotWatch(config)) {
            watch.start(told::add, INTERVAL);

            await().atMost(LIMIT).until(() -> !told.isEmpty());
        }
        assertThat(LosingSocketFactory.LOST).isTrue();
        assertThat(told)
                .singleElement()
                .asString()
                .contains("SRC-240 Cannot go on with the migration: its replication slot s_lost held back ")
                .contains("and was dropped");
    }

    private static SourceConfig withSlot(String slot) throws Exception {
        try (Connection connection = postgres.connect()) {
            ReplicationSlot.create(connection, slot);
        }
        return postgres.sourceConfig(slot, slot, 300);
    }
}
