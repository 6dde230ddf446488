package io.sealane.mapping;

import io.sealane.model.RowText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class LanesTest {
    /** Frozen: a fence of a running migration is about the rows that this rule gave its lane. */
    @ParameterizedTest
    @CsvSource({"1, 124", "2, 17", "abc, 93", "语言, 9", "'', 27"})
    void aKeysLaneNeverChanges(String key, int lane) {
        TablePlan table = Plans.table(0, 1, "text");

        assertThat(new Lanes(128).laneOf(table, table.sourceKey(RowText.of(key))))
                .isEqualTo(lane);
    }
}
