package io.sealane.cli;

import io.sealane.cli.TestSite.Result;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A server that was not made ready, seen by a user who was not either. */
class WalLevelIT {
    @Test
    void whatTheServerLacksIsToldAtOnce(@TempDir Path directory) throws Exception {
        try (TestSite site = new TestSite(
                directory, Map.of("wal_level", "replica", "max_wal_senders", "0", "max_replication_slots", "0"))) {
            site.inSource("CREATE TABLE good (id bigint PRIMARY KEY)");
            site.inTarget("CREATE TABLE GOOD (ID NUMBER(19) NOT NULL, CONSTRAINT GOOD_PK PRIMARY KEY (ID))");
            site.postgres.execute(
                    "ALTER ROLE app NOREPLICATION",
                    "REVOKE CREATE ON DATABASE postgres FROM app",
                    "CREATE TABLE foreigner (id bigint PRIMARY KEY)",
                    "GRANT SELECT ON foreigner TO app");
            site.inTarget("CREATE TABLE FOREIGNER (ID NUMBER(19) NOT NULL, CONSTRAINT FOREIGNER_PK PRIMARY KEY (ID))");

            Result result = site.sealane("run", site.yaml("- public.good\n- public.foreigner"), "--local");

            assertThat(result.exitCode()).isEqualTo(3);
            assertThat(result.err())
                    .contains("6 faults were found")
                    .contains("SRC-302 Cannot follow the source's changes: wal_level is replica. Run ALTER SYSTEM")
                    .contains("SRC-304 Cannot create the replication slot: all 0 are taken.")
                    .contains("SRC-305 Cannot follow the source: all 0 walsenders are in use.")
                    .contains("SRC-306 Cannot follow the source: user app has no replication privilege.")
                    .contains("SRC-307 Cannot create the publication: user app may not create")
                    .contains("SRC-307 Cannot publish tables that user app does not own: public.foreigner.")
                    .doesNotContain("\tat ");
            assertThat(site.leftovers()).isEqualTo("0 0 0");
        }
    }
}
