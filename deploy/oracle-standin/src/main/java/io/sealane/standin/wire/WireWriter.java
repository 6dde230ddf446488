package io.sealane.standin.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Collects one TTC message and sends it. Used by the session thread only. */
public final class WireWriter {
    private static final int LARGEST_SHORT_VALUE = 252;
    private static final int LONG_FORM = 254;
    private static final int CHUNK_BYTES = 32767;
    private static final int KEPT_BYTES = 1 << 20;

    private byte[] buffer = new byte[8192];
    private int size;
    private boolean textHasLength;
    private boolean signedBytePlain;

    public void writeTextLengths() {
        textHasLength = true;
    }

    /** The client's type list asks for signed bytes as they are, and not as integers with their length in front. */
    public void writeSignedBytesPlain() {
        signedBytePlain = true;
    }

    public WireWriter u1(int value) {
        ensure(1);
        buffer[size++] = (byte) value;
        return this;
    }

    /** Single bytes that are all zero; a zero integer is also one such byte. */
    public WireWriter zeros(int count) {
        ensure(count);
        Arrays.fill(buffer, size, size + count, (byte) 0);
        size += count;
        return this;
    }

    /** An integer with its length in front (UB2, UB4, UB8). */
    public WireWriter integer(long value) {
        if (value == 0) {
            return u1(0);
        }
        long magnitude = Math.abs(value);
        int length = integerBytes(value) - 1;
        u1(value < 0 ? length | 0x80 : length);
        for (int shift = (length - 1) * 8; shift >= 0; shift -= 8) {
            u1((int) (magnitude >> shift));
        }
        return this;
    }

    /** How many bytes {@link #integer} takes. */
    private static int integerBytes(long value) {
        return 1 + (Long.SIZE - Long.numberOfLeadingZeros(Math.abs(value)) + 7) / 8;
    }

    /** A signed byte (SB1), in the representation that the client asked for. */
    public WireWriter signedByte(int value) {
        return signedBytePlain ? u1(value) : integer(value);
    }

    /** A fixed two-byte integer, most significant byte first. */
    public WireWriter big2(int value) {
        return u1(value >> 8).u1(value);
    }

    /** A fixed two-byte integer, least significant byte first. */
    public WireWriter little2(int value) {
        return u1(value).u1(value >> 8);
    }

    public WireWriter raw(byte[] bytes) {
        return raw(bytes, 0, bytes.length);
    }

    private WireWriter raw(byte[] bytes, int from, int length) {
        ensure(length);
        System.arraycopy(bytes, from, buffer, size, length);
        size += length;
        return this;
    }

    /** A value with its length in front (CLR); null and empty are the same. */
    public WireWriter value(byte @Nullable [] bytes) {
        if (bytes == null || bytes.length == 0) {
            return u1(0);
        }
        if (bytes.length <= LARGEST_SHORT_VALUE) {
            return u1(bytes.length).raw(bytes);
        }
        u1(LONG_FORM);
        for (int from = 0; from < bytes.length; from += CHUNK_BYTES) {
            int length = Math.min(CHUNK_BYTES, bytes.length - from);
            integer(length).raw(bytes, from, length);
        }
        return u1(0);
    }

    /**
     * Integers as one value (CLR). Where they are too long for a single length, each is a chunk of its own: node-oracledb
     * reads them so (processErrorInfo in lib/thin/protocol/messages/base.js), ojdbc in chunks of any size.
     */
    public WireWriter integers(long[] values) {
        int total = LongStream.of(values).mapToInt(WireWriter::integerBytes).sum();
        boolean chunked = total > LARGEST_SHORT_VALUE;
        u1(chunked ? LONG_FORM : total);
        for (long value : values) {
            if (chunked) {
                integer(integerBytes(value));
            }
            integer(value);
        }
        return chunked ? u1(0) : this;
    }

    /** A length, and only if it is not zero a value (DLC). */
    public WireWriter sizedValue(byte[] bytes) {
        integer(bytes.length);
        return bytes.length == 0 ? this : value(bytes);
    }

    public WireWriter sizedText(String text) {
        return sizedValue(text.getBytes(StandardCharsets.UTF_8));
    }

    public WireWriter valueText(String text) {
        return value(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Text whose length was written before (CHR). */
    public WireWriter text(byte[] bytes) {
        return textHasLength ? value(bytes) : raw(bytes);
    }

    public WireWriter zeroEndedText(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8)).u1(0);
    }

    private void ensure(int more) {
        if (size + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
    }

    public void flush(PacketStream packets) throws IOException {
        packets.sendData(buffer, size);
        clear();
    }

    /** Drops what was written, for instance because the call was broken off. */
    public void clear() {
        size = 0;
        if (buffer.length > KEPT_BYTES) {
            buffer = new byte[8192];
        }
    }

    byte[] toBytes() {
        return Arrays.copyOf(buffer, size);
    }
}
