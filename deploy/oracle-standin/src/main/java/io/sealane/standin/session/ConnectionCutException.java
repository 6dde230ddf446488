package io.sealane.standin.session;

import java.io.IOException;

/** A fault wants the connection gone, without a word to the client. */
final class ConnectionCutException extends IOException {
    private static final long serialVersionUID = 1L;

    ConnectionCutException() {
        super("The connection was cut on demand");
    }
}
