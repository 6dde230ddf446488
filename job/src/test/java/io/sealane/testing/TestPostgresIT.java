package io.sealane.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestPostgresIT {
    private static final int KILLS = 10;

    @Test
    void serverDecodesLogically() {
        try (TestPostgres postgres = TestPostgres.start()) {
            assertThat(postgres.queryOne("SHOW wal_level")).isEqualTo("logical");
            assertThat(postgres.queryOne("SHOW synchronous_commit")).isEqualTo("on");
            TestPostgres other = postgres.createDatabase("Other db");
            assertThat(other.queryOne("SELECT current_database()")).isEqualTo("Other db");
        }
    }

    @Test
    void killedServerMayLoseAnAsynchronousCommitAndNeverADurableOne() throws Exception {
        Path dataDirectory;
        try (TestPostgres postgres = TestPostgres.start(Map.of("wal_writer_delay", "10s"))) {
            dataDirectory = Path.of(String.valueOf(postgres.queryOne("SHOW data_directory")));
            int port = postgres.port();
            postgres.execute("CREATE TABLE durable (kill int)", "CREATE TABLE asynchronous (kill int)");
            for (int kill = 1; kill <= KILLS && count(postgres, "asynchronous") == kill - 1; kill++) {
                try (Connection connection = postgres.connect();
                        Statement statement = connection.createStatement()) {
                    statement.execute("INSERT INTO durable VALUES (" + kill + ")");
                    statement.execute("SET synchronous_commit = off");
                    statement.execute("INSERT INTO asynchronous VALUES (" + kill + ")");
                    postgres.kill();
                    assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
                }
                postgres.restart();
                assertThat(count(postgres, "durable")).isEqualTo(kill);
            }
            assertThat(postgres.port()).isEqualTo(port);
            assertThat(count(postgres, "asynchronous"))
                    .as("an asynchronous commit was lost with one of the kills")
                    .isLessThan(count(postgres, "durable"));
        }
        assertThat(Files.exists(dataDirectory)).isFalse();
    }

    private static long count(TestPostgres postgres, String table) {
        return Long.parseLong(String.valueOf(postgres.queryOne("SELECT count(*) FROM " + table)));
    }
}
