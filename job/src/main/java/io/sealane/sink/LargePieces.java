package io.sealane.sink;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A large value on its way into a LOB, piece by piece.
 *
 * @param <T> {@code byte[]} or {@code String}
 */
@FunctionalInterface
interface LargePieces<T> {
    /** Most bytes or UTF-16 code units of a piece. */
    int LENGTH = 512 << 10;

    /**
     * The next piece, null behind the last.
     *
     * @throws io.sealane.fence.RefusedException if the column cannot hold it
     */
    @Nullable
    T next();

    static LargePieces<byte[]> ofBytes(InputStream value) {
        return () -> {
            try {
                byte[] piece = value.readNBytes(LENGTH);
                return piece.length == 0 ? null : piece;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
