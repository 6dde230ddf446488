package io.sealane.source.chunk;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChunkLedgerTest {
    private final ChunkLedger<String> ledger = new ChunkLedger<>();

    private void handOut(String... ids) {
        for (String id : ids) {
            ledger.plan(id, id);
            ledger.handOut();
        }
    }

    @Test
    void chunkIsDurableOnlyAfterACheckpointThatWasTakenAfterItsReport() {
        // Given
        handOut("a");
        ledger.checkpoint(1);
        ledger.report("a", 0);
        // When
        ledger.checkpointCompleted(1);
        // Then
        assertThat(ledger.isSettled()).isFalse();
        ledger.checkpoint(2);
        assertThat(ledger.isSettled()).isFalse();
        ledger.checkpointCompleted(2);
        assertThat(ledger.isSettled()).isTrue();
        assertThat(ledger.durableCount()).isEqualTo(1);
    }

    @Test
    void laterCheckpointCountsForAFailedOne() {
        handOut("a");
        ledger.report("a", 0);
        ledger.checkpoint(1);
        ledger.checkpoint(2);
        ledger.checkpointCompleted(2);
        assertThat(ledger.isSettled()).isTrue();
    }

    @Test
    void reportIsVoidWhenItsReaderWentBackBehindIt() {
        // Given
        handOut("a");
        ledger.checkpoint(1);
        ledger.report("a", 0);
        ledger.checkpointCompleted(1);
        // When the reader is restored from checkpoint 1, which does not hold the report
        ledger.reset(0);
        ledger.checkpoint(2);
        ledger.checkpointCompleted(2);
        // Then
        assertThat(ledger.isSettled()).isFalse();
        ledger.report("a", 0);
        ledger.checkpoint(3);
        ledger.checkpointCompleted(3);
        assertThat(ledger.isSettled()).isTrue();
    }

    @Test
    void reportsOfOtherReadersStay() {
        handOut("a", "b");
        ledger.report("a", 0);
        ledger.report("b", 1);
        ledger.reset(0);
        ledger.checkpoint(1);
        ledger.checkpointCompleted(1);
        assertThat(ledger.open()).containsExactly("a");
    }

    @Test
    void completionThatIsToldAfterTheResetStillCounts() {
        handOut("a");
        ledger.report("a", 0);
        ledger.checkpoint(1);
        ledger.reset(0);
        ledger.checkpointCompleted(1);
        assertThat(ledger.isSettled()).isTrue();
    }

    @Test
    void voidReportIsNotRevivedByALaterCheckpoint() {
        handOut("a");
        ledger.report("a", 0);
        ledger.checkpoint(1);
        ledger.reset(0);
        ledger.checkpoint(2);
        ledger.checkpointCompleted(2);
        assertThat(ledger.isSettled()).isFalse();
    }

    @Test
    void chunkThatWasGivenBackIsHandedOutFirst() {
        ledger.plan("a", "a");
        ledger.plan("b", "b");
        ledger.handOut();
        ledger.report("a", 0);
        ledger.giveBack("a");
        assertThat(ledger.planned()).containsExactly("a", "b");
        assertThat(ledger.handOut()).isEqualTo("a");
        assertThat(ledger.isSettled()).isFalse();
    }

    @Test
    void checkpointHoldsWhatIsNotReported() {
        handOut("a", "b");
        ledger.plan("c", "c");
        ledger.report("a", 0);
        ledger.checkpoint(1);
        assertThat(ledger.unreported().values()).containsExactly("b");
        assertThat(ledger.planned()).isEqualTo(List.of("c"));
    }

    @Test
    void reportOfADurableChunkIsIgnored() {
        handOut("a");
        ledger.report("a", 0);
        ledger.checkpoint(1);
        ledger.checkpointCompleted(1);
        ledger.report("a", 0);
        assertThat(ledger.isSettled()).isTrue();
    }
}
