package io.sealane.testing;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class TestPostgresIT {
    @Test
    void serverDecodesLogically() {
        try (TestPostgres postgres = TestPostgres.start()) {
            assertThat(postgres.queryOne("SHOW wal_level")).isEqualTo("logical");
            assertThat(postgres.queryOne("SHOW synchronous_commit")).isEqualTo("on");
            TestPostgres other = postgres.createDatabase("Other db");
            assertThat(other.queryOne("SELECT current_database()")).isEqualTo("Other db");
        }
    }
}
