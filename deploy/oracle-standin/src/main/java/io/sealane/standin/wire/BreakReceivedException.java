package io.sealane.standin.wire;

import java.io.IOException;

/** The client asked for a break (cancel or query timeout) while its next call was awaited. */
public final class BreakReceivedException extends IOException {
    private static final long serialVersionUID = 1L;

    BreakReceivedException() {
        super("Break received in place of a call");
    }
}
