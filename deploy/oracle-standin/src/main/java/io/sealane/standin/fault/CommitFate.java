package io.sealane.standin.fault;

/** What becomes of a commit. */
public enum CommitFate {
    /** It takes effect and is answered. */
    PROCEED,
    /** The connection is cut, and the transaction rolled back: the client cannot know. */
    CUT_BEFORE,
    /** It takes effect, and the connection is cut before the answer: the client cannot know. */
    CUT_AFTER
}
