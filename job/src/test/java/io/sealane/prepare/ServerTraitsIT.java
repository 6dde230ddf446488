package io.sealane.prepare;

import io.sealane.source.postgres.ReplicationSlot;
import io.sealane.source.postgres.wal.SlotWal;
import io.sealane.testing.TestPostgres;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a real server shows of itself. */
class ServerTraitsIT {
    private static TestPostgres postgres;

    @BeforeAll
    static void start() {
        postgres = TestPostgres.start(Map.of(
                "synchronous_standby_names", "sealane",
                "synchronous_commit", "local",
                "max_slot_wal_keep_size", "64MB"));
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void aPostgresIsNoPolar() throws Exception {
        try (Connection connection = postgres.connect()) {
            PolarTraits traits = PolarTraits.read(connection);

            assertThat(traits).isEqualTo(new PolarTraits(null, null, null, null, 0, true, false, false, false));
            assertThat(traits.isPolar()).isFalse();
        }
    }

    @Test
    void transactionsThatMayOnlyReadAreSeen() throws Exception {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET default_transaction_read_only = on");

            assertThat(PolarTraits.read(connection).readOnly()).isTrue();
        }
    }

    @Test
    void whatIsSetForStandbysIsSeen() throws Exception {
        postgres.execute("SELECT pg_create_physical_replication_slot('standby_1')");
        try (Connection connection = postgres.connect()) {
            ReplicationSlot.create(connection, "ours");

            StandbyTraits traits = StandbyTraits.read(connection, "ours");

            assertThat(traits.version()).isGreaterThanOrEqualTo(140000);
            assertThat(traits.synchronousNames()).isEqualTo("sealane");
            assertThat(traits.physicalSlots())
                    .isEqualTo(Map.of("standby_1", new StandbyTraits.PhysicalSlot(false, false)));
            assertThat(traits.ourSlotFailsOver()).isFalse();
            assertThat(StandbyTraits.read(connection, "none").ourSlotFailsOver())
                    .isNull();
        }
    }

    @Test
    void theServersOwnLimitOfWalIsSeen() throws Exception {
        try (Connection connection = postgres.connect()) {
            ReplicationSlot.create(connection, "limited");

            SlotWal wal = SlotWal.read(connection, "limited").orElseThrow();

            assertThat(wal.serverLimitBytes()).isEqualTo(64L << 20);
            assertThat(wal.safeBytes()).isBetween(1L, 96L << 20);
            assertThat(wal.retainedBytes()).isBetween(0L, 16L << 20);
            assertThat(SlotWal.read(connection, "none")).isEmpty();
        }
    }
}
