package io.sealane.standin.wire;

/** One TNS packet without its 8-byte header. */
record Packet(int type, byte[] body) {
    static final int HEADER_BYTES = 8;

    static final int CONNECT = 1;
    static final int ACCEPT = 2;
    static final int REFUSE = 4;
    static final int DATA = 6;
    static final int MARKER = 12;
    /** Not on the wire: the client has closed its side. */
    static final int END = -1;

    private static final int MARKER_RESET = 2;

    boolean isReset() {
        return type == MARKER && body.length >= 3 && body[2] == MARKER_RESET;
    }
}
