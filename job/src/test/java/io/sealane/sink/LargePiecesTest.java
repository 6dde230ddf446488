package io.sealane.sink;

import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LargePiecesTest {
    @Test
    void noPieceEndsInsideACharacter() {
        // Each code unit's place is even once and odd once, so that one of the texts is cut within every pair.
        for (String start : new String[] {"", "x"}) {
            String text = start + "😀".repeat(LargePieces.LENGTH + 7) + "é";
            LargePieces pieces = LargePieces.ofText(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));

            StringBuilder whole = new StringBuilder();
            for (Object piece = pieces.next(); piece != null; piece = pieces.next()) {
                String part = (String) piece;
                assertThat(part.length()).isBetween(1, LargePieces.LENGTH);
                assertThat(Character.isLowSurrogate(part.charAt(0))).isFalse();
                whole.append(part);
            }
            assertThat(whole.toString().equals(text)).isTrue();
        }
    }

    @Test
    void brokenUtf8IsNoText() {
        LargePieces pieces = LargePieces.ofText(new ByteArrayInputStream(new byte[] {'a', (byte) 0xC3}));

        assertThatThrownBy(pieces::next).isInstanceOf(UncheckedIOException.class);
    }
}
