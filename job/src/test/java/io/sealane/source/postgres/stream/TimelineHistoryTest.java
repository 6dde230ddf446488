package io.sealane.source.postgres.stream;

import io.sealane.model.Lsn;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class TimelineHistoryTest {
    @Test
    void ancestorsEndWhereTheyWereLeft() {
        TimelineHistory history = TimelineHistory.parse("""
                1\t0/30000A0\tno recovery target specified

                # restored
                2\t16/B374D848\tbefore 2024-01-01 00:00:00+00
                """);
        assertThat(history.endOf(1)).contains(Lsn.parse("0/30000A0"));
        assertThat(history.endOf(2)).contains(Lsn.parse("16/B374D848"));
        assertThat(history.endOf(3)).isEmpty();
    }
}
