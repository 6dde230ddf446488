package io.sealane.standin.wire;

/** What the reader thread tells a busy session. Called from the reader thread. */
public interface Interruption {
    /** The client sent a break: give up the running call. */
    void requestBreak();

    /** The client will never read an answer: give up everything. */
    void clientGone();
}
