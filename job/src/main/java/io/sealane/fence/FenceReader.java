package io.sealane.fence;

import java.io.IOException;
import java.io.Serializable;

/**
 * Lets the source see how far the target is, each time it attaches: only the fences say from where on the stream is
 * needed, and up to where the source must not have lost anything. Travels with the source; holds nothing open.
 */
public interface FenceReader extends Serializable {
    /**
     * All fences of the migration as they are committed now. Between two looks they only rise, while no target is set back.
     *
     * @throws IOException if the target does not answer now; to be tried again
     * @throws io.sealane.model.MigrationException if it will not at a second try either
     */
    FenceSpan read() throws IOException;
}
