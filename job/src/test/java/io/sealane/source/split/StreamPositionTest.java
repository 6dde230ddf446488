package io.sealane.source.split;

import io.sealane.model.Lsn;
import io.sealane.model.Witness;
import io.sealane.source.postgres.SourceIdentity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StreamPositionTest {
    private static final SourceIdentity SERVER = new SourceIdentity("7351", 3, Lsn.parse("2/0"), "app");

    @Test
    void positionSurvivesTheOffsetThatCarriesIt() {
        StreamPosition position = new StreamPosition(
                        new Witness(3, Lsn.parse("FFFFFFFF/10"), Lsn.parse("1/2"), -5),
                        Lsn.ZERO,
                        SERVER,
                        "lineage",
                        true)
                .withConsistencyPoint(Lsn.parse("FFFFFFFF/20"));
        assertThat(StreamPosition.of(position.toOffset())).isEqualTo(position);
        assertThat(StreamPosition.lsnOf(position.toOffset())).isEqualTo(position.lsn());
    }

    @Test
    void attachingRenewsTheServerAndLeavesTheLineage() {
        SourceIdentity promoted = new SourceIdentity("7351", 4, Lsn.parse("3/0"), "app");
        StreamPosition attached = StreamPosition.first(Witness.first(3, Lsn.parse("1/0")), SERVER, "lineage")
                .attachedTo(promoted);
        assertThat(attached.held()).isFalse();
        assertThat(attached.known()).isEqualTo(promoted);
        assertThat(attached.reached().timeline()).isEqualTo(4);
        assertThat(attached.lineage()).isEqualTo("lineage");
    }
}
