package io.sealane.model;

import java.io.Serializable;

/**
 * A position in PostgreSQL's write-ahead log, in bytes; ordered as an unsigned 64-bit number.
 *
 * <p>Printed as PostgreSQL prints it: {@code 16/B374D848}.
 */
public record Lsn(long value) implements Comparable<Lsn>, Serializable {
    private static final long serialVersionUID = 1L;

    /** Before every position; PostgreSQL's {@code InvalidXLogRecPtr}. */
    public static final Lsn ZERO = new Lsn(0);

    /**
     * Reads {@code 16/B374D848}.
     *
     * @throws IllegalArgumentException if {@code text} is not two hexadecimal numbers of at most 32 bits joined by a slash
     */
    public static Lsn parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 1 || slash == text.length() - 1) {
            throw new IllegalArgumentException("Invalid LSN: '" + text + "'. Expected the form 16/B374D848.");
        }
        try {
            long high = Integer.parseUnsignedInt(text, 0, slash, 16) & 0xFFFF_FFFFL;
            long low = Integer.parseUnsignedInt(text, slash + 1, text.length(), 16) & 0xFFFF_FFFFL;
            return new Lsn(high << 32 | low);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Invalid LSN: '" + text + "'. Expected the form 16/B374D848.", e);
        }
    }

    public boolean isAfter(Lsn other) {
        return compareTo(other) > 0;
    }

    /** Bytes of WAL from {@code earlier} to here; negative if {@code earlier} is later. */
    public long bytesSince(Lsn earlier) {
        return value - earlier.value;
    }

    public static Lsn max(Lsn a, Lsn b) {
        return a.isAfter(b) ? a : b;
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return String.format("%X/%X", value >>> 32, value & 0xFFFF_FFFFL);
    }
}
