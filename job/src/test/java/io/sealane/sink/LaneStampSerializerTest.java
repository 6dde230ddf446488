package io.sealane.sink;

import io.sealane.fence.LaneStamp;
import io.sealane.model.Lsn;
import io.sealane.model.Position;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LaneStampSerializerTest {
    private static final LaneStamp STAMP = new LaneStamp(127, "ab", 3, 42, new Position(Lsn.parse("16/B374D848"), 7));

    /** What a savepoint of version 1 contains; this never changes. */
    private static final String VERSION_1 =
            "0000007f0000000000000003000000000000002a00000016b374d84800000000000000076162";

    private final LaneStampSerializer serializer = new LaneStampSerializer();

    @Test
    void stampIsWrittenAsVersion1() {
        assertThat(HexFormat.of().formatHex(serializer.serialize(STAMP))).isEqualTo(VERSION_1);
        assertThat(serializer.getVersion()).isEqualTo(1);
    }

    @Test
    void version1IsRead() throws Exception {
        assertThat(serializer.deserialize(1, HexFormat.of().parseHex(VERSION_1)))
                .isEqualTo(STAMP);
    }

    @Test
    void otherVersionsAreRefused() {
        assertThatThrownBy(() -> serializer.deserialize(2, new byte[36])).hasMessageContaining("version 2");
    }
}
