package io.sealane.source.split;

import io.sealane.model.Lsn;
import io.sealane.source.postgres.SourceIdentity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StreamPositionTest {
    private static final SourceIdentity SERVER = new SourceIdentity("7351", 3, Lsn.parse("2/0"), "app");

    @Test
    void positionSurvivesTheOffsetThatCarriesIt() {
        StreamPosition position =
                StreamPosition.first(Lsn.parse("FFFFFFFF/10"), SERVER).withConsistencyPoint(Lsn.parse("FFFFFFFF/20"));
        assertThat(StreamPosition.of(position.toOffset())).isEqualTo(position);
        assertThat(StreamPosition.lsnOf(position.toOffset())).isEqualTo(position.lsn());
    }

    @Test
    void attachingRenewsTheServerAndLeavesTheFirstTimeline() {
        SourceIdentity promoted = new SourceIdentity("7351", 4, Lsn.parse("3/0"), "app");
        StreamPosition attached = StreamPosition.first(Lsn.parse("1/0"), SERVER).attachedTo(promoted);
        assertThat(attached.held()).isFalse();
        assertThat(attached.known()).isEqualTo(promoted);
        assertThat(attached.firstTimeline()).isEqualTo(3);
    }
}
