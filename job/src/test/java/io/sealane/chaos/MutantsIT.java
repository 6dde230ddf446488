package io.sealane.chaos;

import io.sealane.chaos.mutant.Mutant;
import io.sealane.chaos.mutant.Trial;
import io.sealane.testing.TestPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The protections whose loss shows soonest, switched off; the rest: {@code deploy/chaos.sh --mutants}. */
@Tag("long")
final class MutantsIT {
    private static TestPostgres server;

    @BeforeAll
    static void startServer() {
        server = InProcessArena.startServer();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"PINNED_LOW_WATERMARK", "FENCE"})
    void chaosNoticesThatAProtectionIsOff(Mutant mutant) throws Exception {
        MutantResult result = MutantChaos.run(server, Trial.of(mutant.name(), 1), 1, MutantChaos.WRITERS);

        assertThat(result.unused()).as("nothing came by its code").isEmpty();
        assertThat(result.isCaught()).as(result.text()).isTrue();
    }
}
