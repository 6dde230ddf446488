package io.sealane.source.fetch;

import io.sealane.config.CasePolicy;
import io.sealane.config.Naming;
import io.sealane.config.TestConfigs;
import io.sealane.fence.Applied;
import io.sealane.fence.FenceReader;
import io.sealane.fence.FenceSpan;
import io.sealane.model.Lsn;
import io.sealane.model.Position;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class CopyGateTest {
    private static final Lsn START = new Lsn(0x1000);

    private final StreamProgress progress = new StreamProgress(1);

    @Test
    void isOpenInAMigrationThatBegins() {
        assertThat(passing(false)).succeedsWithin(Duration.ofSeconds(10));
    }

    /** Else rows of an attempt that was frozen before its writers had their lanes could be written behind a newer one. */
    @Test
    void opensInALaterAttemptOnlyWhenItsWritersHoldTheirLanes() {
        CompletableFuture<Void> passing = passing(true);

        assertThat(passing).isNotDone();
        progress.checkpointCompleted();

        assertThat(passing).succeedsWithin(Duration.ofSeconds(10));
    }

    private CompletableFuture<Void> passing(boolean stamped) {
        CompletableFuture<Void> waiting = new CompletableFuture<>();
        CopyGate gate = new CopyGate(
                TestConfigs.config(new Naming(Map.of(), null, CasePolicy.UPPER)).source(),
                new Untouched(stamped),
                progress);
        CompletableFuture<Void> passed = CompletableFuture.runAsync(() -> {
            try {
                gate.await(() -> waiting.complete(null));
            } catch (Exception e) {
                throw new CompletionException(e);
            } finally {
                waiting.complete(null);
            }
        });
        assertThat(waiting).succeedsWithin(Duration.ofSeconds(10));
        return passed;
    }

    /** A target to which no change has been applied. */
    private record Untouched(boolean stamped) implements FenceReader {
        @Override
        public Applied read() {
            FenceSpan span = FenceSpan.NONE.with(Position.before(START));
            return new Applied(span, START, null, null, stamped, null);
        }

        @Override
        public Session open() {
            throw new UnsupportedOperationException("A gate looks once or twice");
        }
    }
}
