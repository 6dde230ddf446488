package io.sealane.chaos.mutant;

import io.sealane.model.RowText;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class SurgeryTest {
    private static final RowText OLD = row(false);
    private static final RowText NEW = row(true);

    @Test
    void everyProtectionIsWhereItIsLookedFor() {
        try (Surgery surgery = new Surgery(Arrays.asList(Mutant.values()))) {
            assertThat(surgery.unused()).containsExactly(Mutant.values());
        }
    }

    @Test
    void protectionIsOffUntilItIsSwitchedOnAgain() {
        assertThat(NEW.fillUnchangedFrom(OLD).hasUnchanged()).isFalse();
        try (Surgery surgery = new Surgery(List.of(Mutant.TOAST_FILL))) {
            assertThat(NEW.fillUnchangedFrom(OLD).hasUnchanged()).isTrue();
            assertThat(surgery.unused()).isEmpty();
        }
        assertThat(NEW.fillUnchangedFrom(OLD).hasUnchanged()).isFalse();
    }

    @Test
    void methodThatIsGoneIsSaid() {
        assertThatThrownBy(() -> Cut.of(RowText.class.getName(), "gone", Cuts.FillsNothing.class)
                        .target())
                .hasMessageContaining("RowText has 0 methods gone");
        assertThatThrownBy(() -> Cut.of("io.sealane.Gone", "gone", Cuts.FillsNothing.class)
                        .target())
                .hasMessageContaining("there is no class io.sealane.Gone");
    }

    private static RowText row(boolean unchanged) {
        RowText.Builder row = new RowText.Builder(1, 0);
        if (unchanged) {
            row.addUnchanged();
        } else {
            row.addNull();
        }
        return row.build();
    }
}
