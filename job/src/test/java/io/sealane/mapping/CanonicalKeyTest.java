package io.sealane.mapping;

import io.sealane.model.RowText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CanonicalKeyTest {
    @ParameterizedTest
    @CsvSource({
        "numeric, 1.0, 1.00",
        "numeric, 1, 1.000",
        "numeric, 0, -0.00",
        "numeric, 100, 100.0",
        "bpchar, 'a  ', a",
    })
    void twoTextsOfOneTargetValueAreOneKey(String type, String one, String other) {
        TablePlan table = Plans.table(0, 1, type);

        assertThat(table.sourceKey(RowText.of(one))).isEqualTo(table.sourceKey(RowText.of(other)));
    }

    @ParameterizedTest
    @CsvSource({"numeric, 1, 10", "numeric, 1.5, 15", "text, 'a ', a", "text, A, a", "numeric, NaN, 0"})
    void differentValuesAreDifferentKeys(String type, String one, String other) {
        TablePlan table = Plans.table(0, 1, type);

        assertThat(table.sourceKey(RowText.of(one))).isNotEqualTo(table.sourceKey(RowText.of(other)));
    }

    @Test
    void compositeKeysDoNotRunTogether() {
        TablePlan table = Plans.table(0, 2, "text", "text");

        assertThat(table.sourceKey(RowText.of("a", "bc"))).isNotEqualTo(table.sourceKey(RowText.of("ab", "c")));
        assertThat(table.sourceKey(RowText.of("1:a", ""))).isNotEqualTo(table.sourceKey(RowText.of("", "1:a")));
    }

    @Test
    void aMissingKeyColumnIsNamed() {
        TablePlan table = Plans.table(0, 1, "int4");

        assertThatThrownBy(() -> table.sourceKey(RowText.of((String) null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("column c0");
    }
}
