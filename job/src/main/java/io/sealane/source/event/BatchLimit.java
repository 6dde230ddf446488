package io.sealane.source.event;

/** The most that one {@link EventBatch} holds; a row of more bytes goes alone. */
public record BatchLimit(int rows, long bytes) {
    /** Large enough to make the hand-over between threads cheap, small enough not to hold up a checkpoint. */
    public static final BatchLimit DEFAULT = new BatchLimit(1_000, 1 << 20);
}
