package io.sealane.sink;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A large value on its way into a LOB, piece by piece; what a piece is, {@code byte[]} or {@code String}, the column says. */
@FunctionalInterface
interface LargePieces {
    /** Bytes or UTF-16 code units. */
    int LENGTH = 512 << 10;

    /**
     * The next piece, null behind the last.
     *
     * @throws io.sealane.fence.RefusedException if the column cannot hold it
     */
    @Nullable
    Object next();

    /** Of a binary value. */
    static LargePieces ofBytes(InputStream value) {
        return () -> {
            try {
                byte[] piece = value.readNBytes(LENGTH);
                return piece.length == 0 ? null : piece;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    /** Of a text in UTF-8; no piece ends inside a character. */
    static LargePieces ofText(InputStream value) {
        Reader reader = new InputStreamReader(value, StandardCharsets.UTF_8.newDecoder());
        char[] buffer = new char[LENGTH + 1];
        int[] kept = {0};
        return () -> {
            try {
                int length = kept[0];
                while (length < LENGTH) {
                    int read = reader.read(buffer, length, LENGTH - length);
                    if (read < 0) {
                        break;
                    }
                    length += read;
                }
                if (length == 0) {
                    return null;
                }
                boolean through = Character.isHighSurrogate(buffer[length - 1]);
                String piece = new String(buffer, 0, through ? length - 1 : length);
                kept[0] = through ? 1 : 0;
                buffer[0] = buffer[length - 1];
                return piece;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
