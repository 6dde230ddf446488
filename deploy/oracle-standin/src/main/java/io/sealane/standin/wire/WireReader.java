package io.sealane.standin.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads TTC primitives from the DATA packets of one connection as one stream of bytes. Used by the session thread only.
 * Formats: node-oracledb thin, lib/thin/protocol/buffer.js.
 */
public final class WireReader {
    private static final int LONG_FORM = 254;
    private static final int NULL_LENGTH = 255;
    /** Then one byte follows. Layout: python-oracledb, TNS_ESCAPE_CHAR; ojdbc sends it for a BOOLEAN that is null. */
    private static final int NULL_BOOLEAN = 253;

    private static final int NEGATIVE = 0x80;

    private final DataPackets packets;
    private byte[] chunk = new byte[0];
    private int position;
    private boolean textHasLength;

    public WireReader(DataPackets packets) {
        this.packets = packets;
    }

    /** Some clients (node-oracledb) send a length before every text, as their data type message says. */
    public void expectTextLengths() {
        textHasLength = true;
    }

    /** One unsigned byte. */
    public int u1() throws IOException {
        if (position == chunk.length) {
            refill();
        }
        return chunk[position++] & 0xff;
    }

    private void refill() throws IOException {
        chunk = packets.takeData();
        position = 2;
    }

    /** An integer of up to 8 bytes with its length in front: UB2, UB4, UB8 and the signed ones. */
    public long integer() throws IOException {
        int header = u1();
        int length = header & ~NEGATIVE;
        if (length > Long.BYTES) {
            throw new IOException("Invalid integer length: " + length);
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | u1();
        }
        return (header & NEGATIVE) == 0 ? value : -value;
    }

    public int int4() throws IOException {
        return (int) integer();
    }

    /** Skips integers whose values the stand-in has no use for. */
    public void skipIntegers(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            integer();
        }
    }

    public void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            u1();
        }
    }

    /** A fixed two-byte integer, most significant byte first. */
    public int big2() throws IOException {
        return u1() << 8 | u1();
    }

    public byte[] raw(int length) throws IOException {
        byte[] bytes = new byte[length];
        readInto(bytes, 0, length);
        return bytes;
    }

    private void readInto(byte[] target, int from, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (position == chunk.length) {
                refill();
            }
            int part = Math.min(length - done, chunk.length - position);
            System.arraycopy(chunk, position, target, from + done, part);
            position += part;
            done += part;
        }
    }

    /** A value with its length in front (CLR), or null: Oracle has no empty value here. */
    public byte @Nullable [] value() throws IOException {
        int length = u1();
        if (length == 0 || length == NULL_LENGTH) {
            return null;
        }
        if (length == NULL_BOOLEAN) {
            u1();
            return null;
        }
        return length == LONG_FORM ? chunkedValue() : raw(length);
    }

    private byte[] chunkedValue() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int length = int4(); length != 0; length = int4()) {
            bytes.writeBytes(raw(length));
        }
        return bytes.toByteArray();
    }

    /** A length, and only if it is not zero a value (DLC). Empty when absent. */
    public byte[] sizedValue() throws IOException {
        byte[] bytes = integer() == 0 ? null : value();
        return bytes == null ? new byte[0] : bytes;
    }

    public String sizedText() throws IOException {
        return new String(sizedValue(), StandardCharsets.UTF_8);
    }

    /** Text whose length came earlier in the message (CHR). */
    public String text(int length) throws IOException {
        if (length == 0) {
            return "";
        }
        byte[] bytes = textHasLength ? value() : raw(length);
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    /** Text ended by a zero byte. */
    public String zeroEndedText() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int b = u1(); b != 0; b = u1()) {
            bytes.write(b);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /**
     * Forgets what is left of the current packet and says how much it was. The protocol is half duplex: anything left
     * after a call was answered means that the call was not understood in full.
     */
    public int discardRest() {
        int rest = chunk.length - position;
        position = chunk.length;
        return rest;
    }
}
