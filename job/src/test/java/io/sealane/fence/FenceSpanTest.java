package io.sealane.fence;

import io.sealane.model.Lsn;
import io.sealane.model.Position;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FenceSpanTest {
    @Test
    void knowsTheLowestAndTheHighestFence() {
        FenceSpan span = FenceSpan.NONE.with(at(0x2000, 1)).with(at(0x1000, 0)).with(at(0x2000, 3));

        assertThat(span).isEqualTo(new FenceSpan(3, at(0x1000, 0), at(0x2000, 3)));
        assertThat(FenceSpan.NONE.with(at(0x2000, 1)).lowest()).isEqualTo(at(0x2000, 1));
    }

    @Test
    void furthestHasTheCommitRecordOfAnAppliedChangeInIt() {
        assertThat(FenceSpan.NONE.furthest()).isEqualTo(Lsn.ZERO);
        assertThat(FenceSpan.NONE.with(at(0x2000, 0)).furthest()).isEqualTo(new Lsn(0x2000));
        assertThat(FenceSpan.NONE.with(at(0x2000, 1)).furthest()).isEqualTo(new Lsn(0x2001));
    }

    private static Position at(long lsn, long ordinal) {
        return new Position(new Lsn(lsn), ordinal);
    }
}
