package io.sealane.oracle;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Length and SHA-256 of a LOB's value that comes in parts: what it is compared by, as it may not fit into memory. */
public final class LobDigest {
    private final MessageDigest digest;
    private long length;

    public LobDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("BUG: every Java platform has SHA-256", e);
        }
    }

    /** The next bytes of a binary value. */
    public LobDigest add(byte[] part, int partLength) {
        digest.update(part, 0, partLength);
        length += partLength;
        return this;
    }

    /** The next UTF-16 code units of a text. */
    public LobDigest add(char[] part, int partLength) {
        byte[] units = new byte[Character.BYTES * partLength];
        for (int i = 0; i < partLength; i++) {
            units[2 * i] = (byte) (part[i] >> Byte.SIZE);
            units[2 * i + 1] = (byte) part[i];
        }
        digest.update(units);
        length += partLength;
        return this;
    }

    /** To be asked once, behind the last part: {@code 1048576:9f86d0…}. */
    public String text() {
        return length + ":" + HexFormat.of().formatHex(digest.digest());
    }
}
