package io.sealane.sink;

import io.sealane.oracle.UnfitValueException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class Utf8PiecesTest {
    @Test
    void noPieceEndsInsideACharacter() throws UnfitValueException {
        // Each code unit's place is even once and odd once, so that one of the texts is cut within every pair.
        for (String start : new String[] {"", "x"}) {
            String text = start + "😀".repeat(LargePieces.LENGTH + 7) + "é";
            Utf8Pieces pieces = new Utf8Pieces(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));

            StringBuilder whole = new StringBuilder();
            for (String part = pieces.next(); part != null; part = pieces.next()) {
                assertThat(part.length()).isBetween(1, LargePieces.LENGTH);
                assertThat(Character.isLowSurrogate(part.charAt(0))).isFalse();
                whole.append(part);
            }
            assertThat(whole.toString().equals(text)).isTrue();
        }
    }

    @Test
    void brokenUtf8IsNoText() {
        Utf8Pieces pieces = new Utf8Pieces(new ByteArrayInputStream(new byte[] {'a', (byte) 0xC3}));

        assertThatThrownBy(pieces::next).isInstanceOf(UnfitValueException.class).hasMessageContaining("no UTF-8");
    }
}
