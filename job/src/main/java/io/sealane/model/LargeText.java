package io.sealane.model;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A value too large to travel in its row, where it was read: a part of the message that it came in, which is the only copy
 * there is of it. It goes on in pieces of a size that every part behind can hold, a bytea decoded, so that nobody but its
 * reader needs memory for it.
 */
public final class LargeText {
    /** In a row of no more text than this nothing is large. */
    public static final int ROW_BYTES = 1 << 20;

    /**
     * A longer text of such a row is a large value. No column of Oracle's but a LOB holds one: the longest text of a
     * VARCHAR2 has 32,767 bytes there, and three times as many here.
     */
    public static final int VALUE_BYTES = 128 << 10;

    private static final SecureRandom IDS = new SecureRandom();
    private static final int PREFIX = 2;

    private final LargeValue value;
    private final byte[] message;
    private final int from;
    private final boolean binary;

    private LargeText(LargeValue value, byte[] message, int from, boolean binary) {
        this.value = value;
        this.message = message;
        this.from = from;
        this.binary = binary;
    }

    /**
     * The text of a value of {@code column}.
     *
     * @param message what it was read from; must not change from now on
     */
    public static LargeText of(SourceColumn column, byte[] message, int from, int length) {
        if (!column.isBinary()) {
            return new LargeText(new LargeValue(IDS.nextLong(), length), message, from, false);
        }
        if (message[from] != '\\' || message[from + 1] != 'x') {
            throw new IllegalStateException("BUG: a bytea of column " + column.name() + " is not in hexadecimal form");
        }
        return new LargeText(new LargeValue(IDS.nextLong(), (length - PREFIX) / 2), message, from + PREFIX, true);
    }

    public LargeValue value() {
        return value;
    }

    /** The piece that begins at {@code offset}, of at most {@code most} bytes. */
    public byte[] piece(long offset, int most) {
        int length = (int) Math.min(most, value.bytes() - offset);
        if (!binary) {
            int start = from + (int) offset;
            return Arrays.copyOfRange(message, start, start + length);
        }
        byte[] piece = new byte[length];
        int at = from + 2 * (int) offset;
        for (int i = 0; i < length; i++) {
            piece[i] = (byte) (HexFormat.fromHexDigit(message[at]) << 4 | HexFormat.fromHexDigit(message[at + 1]));
            at += 2;
        }
        return piece;
    }

    /** Shape only: values never reach a log. */
    @Override
    public String toString() {
        return "LargeText(" + value.bytes() + " bytes)";
    }
}
