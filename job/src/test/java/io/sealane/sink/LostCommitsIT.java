package io.sealane.sink;

import io.sealane.sink.TestingTarget.Opened;
import io.sealane.standin.fault.CommitFate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.sealane.sink.TestingTarget.ORDERS;
import static io.sealane.sink.TestingTarget.order;
import static org.assertj.core.api.Assertions.assertThat;

/** That each change takes effect once, whether or not a commit is known to have been made, on the stand-in. */
class LostCommitsIT {
    private TestingTarget target;

    @BeforeEach
    void start() throws Exception {
        target = new TestingTarget();
    }

    @AfterEach
    void stop() throws Exception {
        target.close();
    }

    @Test
    void flushIsSentAgainWhenItsCommitWasLost() throws Exception {
        Opened opened = target.open().attach();
        opened.flush();
        target.standIn().faults().cutBeforeCommit(1);

        opened.write(target.insert(ORDERS, 0x2000, 1, order("1", "ann", null, null, null)))
                .flush();

        assertThat(target.query("SELECT ID, NAME FROM ORDERS")).containsExactly("1|ann");
        assertThat(opened.totals().commitsResolvedLost()).isEqualTo(1);
        assertThat(opened.totals().commitsResolvedCommitted()).isZero();
        assertThat(opened.totals().rowsWritten()).isEqualTo(1);
    }

    @Test
    void flushIsNotSentAgainWhenOnlyTheAnswerWasLost() throws Exception {
        Opened opened = target.open();
        for (int cut = 0; cut < 2; cut++) {
            // A copied row moves no position: only the flush number tells.
            target.standIn().faults().cutAfterCommit(1);
            opened.write(target.copied(ORDERS, order("1" + cut, "ann", null, null, null)))
                    .flush();
        }
        opened.attach();
        target.standIn().faults().cutAfterCommit(1);
        opened.write(target.insert(ORDERS, 0x2000, 1, order("2", "bob", null, null, null)))
                .flush();

        assertThat(target.query("SELECT ID FROM ORDERS ORDER BY ID")).containsExactly("2", "10", "11");
        assertThat(opened.totals().commitsResolvedCommitted()).isEqualTo(3);
        assertThat(opened.totals().commitsResolvedLost()).isZero();
        assertThat(opened.totals().copyConflicts()).isZero();
        assertThat(opened.totals().insertConflicts()).isZero();
    }

    @Test
    void everyChangeTakesEffectOnceThroughManyCuts() throws Exception {
        target.standIn().faults().onCommit(attempt -> switch ((int) (attempt.ordinal() % 4)) {
            case 1 -> CommitFate.CUT_BEFORE;
            case 3 -> CommitFate.CUT_AFTER;
            default -> CommitFate.PROCEED;
        });
        Opened opened = target.open().attach();

        for (int i = 1; i <= 20; i++) {
            opened.write(
                            target.insert(ORDERS, 0x2000 + i, 1, order("" + i, "new", null, null, null)),
                            target.update(ORDERS, 0x2000 + i, 2, order("" + (i - 1), "upd" + i, null, null, null)),
                            target.delete(ORDERS, 0x2000 + i, 3, order("" + (i - 2), null, null, null, null)))
                    .flush();
        }

        target.standIn().faults().clear();
        assertThat(target.query("SELECT ID, NAME FROM ORDERS ORDER BY ID")).containsExactly("19|upd20", "20|new");
        // Update of row 0 and deletes of rows -1: the only changes that may meet no row.
        assertThat(opened.totals().missingRows()).isEqualTo(2);
        assertThat(opened.totals().insertConflicts()).isZero();
        assertThat(opened.totals().commitsResolvedLost()).isPositive();
        assertThat(opened.totals().commitsResolvedCommitted()).isPositive();
    }

    @Test
    void connectionCutBetweenFlushesIsMadeAnewWithoutRaisingTheGeneration() throws Exception {
        Opened opened = target.open().attach();
        target.standIn().faults().cutAll();

        opened.write(target.insert(ORDERS, 0x2000, 1, order("1", "ann", null, null, null)))
                .flush();

        assertThat(target.query("SELECT ID FROM ORDERS")).containsExactly("1");
        assertThat(target.query("SELECT DISTINCT GENERATION FROM SEALANE_FENCE"))
                .containsExactly("1");
        assertThat(opened.totals().commitsResolvedLost()).isZero();
    }
}
