package io.sealane.sink;

import io.sealane.oracle.UnfitValueException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A text in UTF-8, read in pieces of which none ends inside a character. */
final class Utf8Pieces {
    private final Reader reader;
    private final char[] buffer = new char[LargePieces.LENGTH];

    /** Code units at the beginning of the buffer that the last piece had no room for. */
    private int kept;

    Utf8Pieces(InputStream text) {
        reader = new InputStreamReader(text, StandardCharsets.UTF_8.newDecoder());
    }

    /**
     * The next piece, null behind the last.
     *
     * @throws UnfitValueException if it is no UTF-8, as a database of SQL_ASCII may hold
     */
    @Nullable
    String next() throws UnfitValueException {
        int length = filled();
        if (length == 0) {
            return null;
        }
        boolean through = Character.isHighSurrogate(buffer[length - 1]);
        String piece = new String(buffer, 0, through ? length - 1 : length);
        kept = through ? 1 : 0;
        buffer[0] = buffer[length - 1];
        return piece;
    }

    private int filled() throws UnfitValueException {
        try {
            int length = kept;
            for (int read = 0; read >= 0 && length < buffer.length; length += Math.max(read, 0)) {
                read = reader.read(buffer, length, buffer.length - length);
            }
            return length;
        } catch (CharacterCodingException e) {
            throw new UnfitValueException("it has bytes that are no UTF-8");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
