package io.sealane.standin.wire;

import java.io.IOException;

/** Where a {@link WireReader} gets its bytes from. */
interface DataPackets {
    /** Waits for the body of the next DATA packet; its first two bytes are flags. */
    byte[] takeData() throws IOException;
}
