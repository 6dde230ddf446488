package io.sealane.model;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RowTextTest {
    @Test
    void keepsTextNullAndEmptyApart() {
        RowText row = RowText.of("a", null, "", "héé😀");

        assertThat(row.text(0)).isEqualTo("a");
        assertThat(row.text(1)).isNull();
        assertThat(row.isNull(1)).isTrue();
        assertThat(row.text(2)).isEmpty();
        assertThat(row.isNull(2)).isFalse();
        assertThat(row.text(3)).isEqualTo("héé😀");
        assertThat(row.length(3)).isEqualTo(9);
    }

    @Test
    void unchangedIsFilledFromTheOldRow() {
        RowText changed = new RowText.Builder(3, 0)
                .add(RowText.of("1"), 0)
                .addUnchanged()
                .addNull()
                .build();
        RowText old = RowText.of("0", "toasted", "x");

        RowText filled = changed.fillUnchangedFrom(old);

        assertThat(filled).isEqualTo(RowText.of("1", "toasted", null));
        assertThat(filled.hasUnchanged()).isFalse();
    }

    @Test
    void anUnchangedValueCannotBeReadAsNull() {
        RowText row = new RowText.Builder(1, 0).addUnchanged().build();

        assertThatThrownBy(() -> row.text(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("TOAST");
    }

    @Test
    void aLargeValueIsNamedAndFollowsItsColumn() {
        SourceColumn note = new SourceColumn("note", "text", -1, "text", true);
        byte[] message = "..a large note..".getBytes(StandardCharsets.UTF_8);
        LargeText text = LargeText.of(note, message, 2, message.length - 4);
        RowText old = new RowText.Builder(3, 0)
                .add(RowText.of("1"), 0)
                .addLarge(text)
                .addNull()
                .build();
        RowText changed = new RowText.Builder(3, 0)
                .add(RowText.of("2"), 0)
                .addUnchanged()
                .addUnchanged()
                .build();

        RowText selected = changed.fillUnchangedFrom(old).select(List.of(2, 1));

        assertThat(selected.hasLarge()).isTrue();
        assertThat(selected.isLarge(1)).isTrue();
        assertThat(selected.large(1)).isEqualTo(text.value());
        assertThat(selected.large(1).bytes()).isEqualTo(12);
        assertThat(selected.largeText(1)).isSameAs(text);
        assertThat(selected.detached().largeText(1)).isNull();
        assertThat(selected.detached()).isEqualTo(selected);
        assertThat(selected.select(List.of(0)).hasLarge()).isFalse();
        assertThatThrownBy(() -> selected.text(1)).hasMessageContaining("large value");
    }

    @Test
    void selectsColumnsInTheGivenOrder() {
        assertThat(RowText.of("a", "b", null).select(List.of(2, 0))).isEqualTo(RowText.of(null, "a"));
    }

    @Test
    void valuesStayOutOfLogs() {
        assertThat(RowText.of("secret")).hasToString("RowText(1 columns, 6 bytes)");
    }
}
