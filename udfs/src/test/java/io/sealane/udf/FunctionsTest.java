package io.sealane.udf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FunctionsTest {
    @ParameterizedTest
    @CsvSource({"4000123456789010, 4, ************9010", "abc, 5, abc", "'', 1, ''", "a😀b, 1, **b", "a😀b, 2, *😀b"})
    void masksAllButTheLastCharacters(String text, int visible, String expected) {
        assertThat(new MaskText().eval(text, visible)).isEqualTo(expected);
    }

    @Test
    void maskRefusesANegativeCount() {
        assertThatThrownBy(() -> new MaskText().eval("abc", -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }

    @Test
    void hashIsTheStandardsTestVector() {
        assertThat(new Sha256Hex().eval("abc"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void nullStaysNull() {
        assertThat(new MaskText().eval(null, 1)).isNull();
        assertThat(new Sha256Hex().eval(null)).isNull();
    }
}
