package io.sealane.source.postgres.copy;

import io.sealane.model.RowText;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class CopyRowsTest {
    @Test
    void columnsStandBetweenTabs() {
        assertThat(parse(3, "1\ta b\t2.50\n")).isEqualTo(RowText.of("1", "a b", "2.50"));
        assertThat(parse(3, "\t\t\n")).isEqualTo(RowText.of("", "", ""));
        assertThat(parse(1, "\n")).isEqualTo(RowText.of(""));
        assertThat(parse(2, "ä\t日本\n")).isEqualTo(RowText.of("ä", "日本"));
    }

    @Test
    void nullIsNotTheTextThatLooksLikeIt() {
        assertThat(parse(4, "\\N\tN\t\\\\N\t\n")).isEqualTo(RowText.of(null, "N", "\\N", ""));
    }

    @ParameterizedTest
    @CsvSource({"b,8", "f,12", "n,10", "r,13", "t,9", "v,11"})
    void controlCharactersAreUnescaped(String escape, int character) {
        String value = "x" + (char) character + "y";
        assertThat(parse(2, "x\\" + escape + "y\tz\n")).isEqualTo(RowText.of(value, "z"));
    }

    @Test
    void backslashesAreHalved() {
        assertThat(parse(2, "C:\\\\new\\\\table\t\\\\\\\\\n")).isEqualTo(RowText.of("C:\\new\\table", "\\\\"));
        assertThat(parse(1, "\\\\x00ff\n")).isEqualTo(RowText.of("\\x00ff"));
    }

    @Test
    void rowWithoutColumnsIsEmpty() {
        assertThat(parse(0, "\n").columns()).isZero();
    }

    @Test
    void rowOfAnotherTableIsABug() {
        assertThatThrownBy(() -> parse(3, "1\t2\n")).hasMessageContaining("BUG");
    }

    private static RowText parse(int columns, @Nullable String line) {
        return new CopyRows(columns).parse(String.valueOf(line).getBytes(StandardCharsets.UTF_8));
    }
}
