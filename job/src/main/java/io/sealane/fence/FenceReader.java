package io.sealane.fence;

import io.sealane.model.Lsn;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Lets the source see how far the target is, each time it attaches: only the fences say from where on the stream is
 * needed, and up to where the source must not have lost anything. Travels with the source; holds nothing open.
 */
public interface FenceReader extends Serializable {
    /**
     * How far the migration is by what is committed now. Between two looks the fences only rise, while no target is set back.
     *
     * @throws IOException if the target does not answer now; to be tried again
     * @throws io.sealane.model.MigrationException if it will not at a second try either
     */
    Applied read() throws IOException;

    /** For looking often: whoever opens it closes it. */
    Session open() throws IOException;

    /** A held session; confined to one thread. After an exception only {@link #close} may follow. */
    interface Session extends AutoCloseable {
        /** Every change before it is in the target, whatever its lane; null if the target has no fences. */
        @Nullable
        Lsn applied() throws IOException;

        /** When the migration was prepared; null if the target does not know it. */
        @Nullable
        Beginning beginning() throws IOException;

        @Override
        void close();
    }

    /**
     * Where and when a migration began.
     *
     * @param at by the target's clock
     */
    record Beginning(Lsn start, Instant at) {}
}
