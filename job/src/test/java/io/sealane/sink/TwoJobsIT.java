package io.sealane.sink;

import io.sealane.fence.Claim;
import io.sealane.sink.TestingTarget.Opened;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The same migration submitted twice at one moment, so that each job gets lanes that the other needs. */
class TwoJobsIT {
    private static final Claim FIRST = new Claim("job-1", 0, 0);
    private static final Claim SECOND = new Claim("job-2", 0, 0);

    private TestingTarget target;
    private @Nullable ScheduledExecutorService renewing;

    @BeforeEach
    void start() throws Exception {
        target = new TestingTarget();
    }

    @AfterEach
    void stop() throws Exception {
        if (renewing != null) {
            renewing.shutdown();
            assertThat(renewing.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
        target.close();
    }

    @Test
    void theOneWithLaneZeroGoesOnWhenTheOtherHasGivenUp() throws Exception {
        Opened lower = open(FIRST, 0, 1);
        Opened upper = open(SECOND, 2, 3);
        renewing = Executors.newSingleThreadScheduledExecutor();
        ScheduledFuture<?> renewals = renewing.scheduleWithFixedDelay(this::renewLeases, 0, 500, TimeUnit.MILLISECONDS);
        CompletableFuture<Opened> rest = CompletableFuture.supplyAsync(() -> unchecked(FIRST, 2, 3));

        assertThatThrownBy(() -> open(SECOND, 0, 1))
                .hasMessageContaining("TGT-113")
                .hasMessageContaining("job job-1");
        assertThat(rest).isNotDone();
        assertThat(renewals.isDone()).isFalse();
        upper.writer().close();

        assertThat(rest.join().writer().stamp(1)).hasSize(2);
        assertThat(lower.writer().stamp(1)).hasSize(2);
    }

    /** As both jobs' timers do. */
    private void renewLeases() {
        try {
            target.execute(
                    "UPDATE SEALANE_FENCE SET LEASE_UNTIL = SYSTIMESTAMP + INTERVAL '6' SECOND WHERE LEASE_UNTIL >"
                            + " SYSTIMESTAMP");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Opened unchecked(Claim claim, int from, int to) {
        try {
            return open(claim, from, to);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Opened open(Claim claim, int from, int to) throws InterruptedException {
        return target.open(target.config(Duration.ofSeconds(6)), claim, OptionalLong.empty(), List.of(), from, to);
    }
}
