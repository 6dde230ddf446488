package io.sealane.chaos.reconcile;

import io.sealane.chaos.history.Change;
import io.sealane.chaos.history.ChaosTable;
import io.sealane.chaos.history.Ledger;
import io.sealane.chaos.reconcile.AppliedLog.Applied;
import io.sealane.chaos.reconcile.Difference.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class ExactlyOnceTest {
    private static final ChaosTable WHOLE = ChaosTable.INT_KEY;
    private static final ChaosTable RE_READ = ChaosTable.TOAST_DEFAULT;
    /** Versions of one writer. */
    private static final long V1 = 64;

    private static final long V2 = 128;
    private static final long V3 = 192;
    private static final long BEGINNING = 100;

    private final Ledger ledger = new Ledger();
    private final List<Applied> applied = new ArrayList<>();
    private long reReads;

    @Test
    void eachChangeOnceIsRight() {
        committed(WHOLE, V1, V2);
        copied(WHOLE, V2);
        streamed(WHOLE, V1, V2);

        assertThat(found()).isEmpty();
    }

    @Test
    void copyMayRepeat() {
        committed(WHOLE, V1);
        copied(WHOLE, V1, V1);
        streamed(WHOLE, V1);

        assertThat(found()).isEmpty();
    }

    @Test
    void secondApplicationIsFound() {
        committed(WHOLE, V1, V2);
        streamed(WHOLE, V1, V2, V2);

        assertThat(found()).containsExactly(Kind.TWICE);
    }

    @Test
    void changeHiddenByALaterOneIsFound() {
        committed(WHOLE, V1, V2);
        copied(WHOLE, V1);
        streamed(WHOLE, V2);

        assertThat(found()).containsExactly(Kind.NEVER);
    }

    @Test
    void uncommittedVersionIsFoundEvenInTheCopy() {
        copied(WHOLE, V1);

        assertThat(found()).containsExactly(Kind.INVENTED);
    }

    @Test
    void wrongOrderIsFound() {
        committed(WHOLE, V1, V2);
        streamed(WHOLE, V2, V1);

        assertThat(found()).containsExactly(Kind.DISORDERED);
    }

    @Test
    void reReadMayBringALaterVersionEarly() {
        committed(RE_READ, V1, V2, V3);
        streamed(RE_READ, V3, V2, V3);
        reReads = 1;

        assertThat(found()).isEmpty();
    }

    @Test
    void reReadDoesNotExcuseWhatItDoesNotReplace() {
        committed(RE_READ, V1, V2, V3);
        streamed(RE_READ, V1, V2, V3, V3);
        reReads = 5;

        assertThat(found()).containsExactly(Kind.TWICE);
    }

    @Test
    void moreAbsencesThanReReadsAreFound() {
        committed(RE_READ, V1, V2, V3);
        streamed(RE_READ, V3);
        reReads = 1;

        assertThat(found()).containsExactly(Kind.NEVER);
    }

    private void committed(ChaosTable table, long... versions) {
        for (long version : versions) {
            ledger.commit(version, List.of(new Change(table, Change.Kind.ASSIGNED, "1", version, true)));
        }
    }

    private void copied(ChaosTable table, long... versions) {
        apply(applied.size(), table, versions);
    }

    private void streamed(ChaosTable table, long... versions) {
        apply(BEGINNING + applied.size(), table, versions);
    }

    private void apply(long firstId, ChaosTable table, long... versions) {
        for (int i = 0; i < versions.length; i++) {
            applied.add(new Applied(firstId + i, "t" + i, table, 'U', "1", versions[i]));
        }
    }

    private List<Kind> found() {
        return ExactlyOnce.check(ledger, applied, BEGINNING, reReads).stream()
                .map(Difference::kind)
                .toList();
    }
}
