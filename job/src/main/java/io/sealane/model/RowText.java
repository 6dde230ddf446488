package io.sealane.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row, as PostgreSQL prints it: per column its UTF-8 text, SQL NULL, or <em>unchanged</em> (a TOASTed value that an
 * UPDATE left alone and the server therefore did not send).
 *
 * <p>Immutable; all texts share one array. Columns are in the order of the {@link SourceTable} the row belongs to. Not
 * for use as a key: equality is by content and costs time in proportion to it.
 */
public final class RowText {
    private static final int NULL = -1;
    private static final int UNCHANGED = -2;

    private final byte[] bytes;
    private final int[] starts;
    private final int[] lengths;

    private RowText(byte[] bytes, int[] starts, int[] lengths) {
        this.bytes = bytes;
        this.starts = starts;
        this.lengths = lengths;
    }

    public int columns() {
        return lengths.length;
    }

    public boolean isNull(int column) {
        return lengths[column] == NULL;
    }

    public boolean isUnchanged(int column) {
        return lengths[column] == UNCHANGED;
    }

    public boolean hasUnchanged() {
        for (int length : lengths) {
            if (length == UNCHANGED) {
                return true;
            }
        }
        return false;
    }

    /**
     * The column's text, null for SQL NULL.
     *
     * @throws IllegalStateException if the column is unchanged: its value is not here
     */
    public @Nullable String text(int column) {
        int length = lengths[column];
        if (length >= 0) {
            return new String(bytes, starts[column], length, StandardCharsets.UTF_8);
        }
        if (length == NULL) {
            return null;
        }
        throw new IllegalStateException("BUG: column " + column + " is an unchanged TOAST value and was read as text");
    }

    /** Length of the column's text in UTF-8 bytes; 0 for NULL and unchanged. */
    public int length(int column) {
        return Math.max(lengths[column], 0);
    }

    /** Bytes of text in the row, which is about what the row costs in memory. */
    public int size() {
        return bytes.length;
    }

    /** This row with every unchanged column taken from {@code old}, where {@code old} has it. */
    public RowText fillUnchangedFrom(RowText old) {
        if (!hasUnchanged()) {
            return this;
        }
        Builder filled = new Builder(columns(), bytes.length);
        for (int i = 0; i < columns(); i++) {
            filled.add(isUnchanged(i) ? old : this, i);
        }
        return filled.build();
    }

    /** The columns at {@code indexes}, in that order. */
    public RowText select(List<Integer> indexes) {
        if (isIdentity(indexes)) {
            return this;
        }
        Builder selected = new Builder(indexes.size(), bytes.length);
        for (int index : indexes) {
            selected.add(this, index);
        }
        return selected.build();
    }

    private boolean isIdentity(List<Integer> indexes) {
        if (indexes.size() != columns()) {
            return false;
        }
        for (int i = 0; i < indexes.size(); i++) {
            if (indexes.get(i) != i) {
                return false;
            }
        }
        return true;
    }

    /** A row of texts, for tests and for values that we made ourselves; null is SQL NULL. */
    public static RowText of(@Nullable String... texts) {
        Builder row = new Builder(texts.length, 16 * texts.length);
        for (String text : texts) {
            if (text == null) {
                row.addNull();
            } else {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                row.add(utf8, 0, utf8.length);
            }
        }
        return row.build();
    }

    /**
     * Takes back what the wire carried; the arrays become the row's own.
     *
     * @param bytes the texts, one after the other
     * @param lengths per column its length in {@code bytes}, or the mark {@link #lengthOrMark} gave
     */
    public static RowText fromWire(byte[] bytes, int[] lengths) {
        int[] starts = new int[lengths.length];
        int used = 0;
        for (int i = 0; i < lengths.length; i++) {
            starts[i] = used;
            used += Math.max(lengths[i], 0);
        }
        if (used != bytes.length) {
            throw new IllegalArgumentException("BUG: columns of " + used + " bytes in a row of " + bytes.length);
        }
        return new RowText(bytes, starts, lengths);
    }

    /** For the wire: the shared array. Do not change it. */
    public byte[] sharedBytes() {
        return bytes;
    }

    /** For the wire: length of a column's text, or a negative mark, at least -2, that {@link #fromWire} takes back. */
    public int lengthOrMark(int column) {
        return lengths[column];
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RowText row && Arrays.equals(lengths, row.lengths) && Arrays.equals(bytes, row.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(lengths) + Arrays.hashCode(bytes);
    }

    /** Shape only: values never reach a log. */
    @Override
    public String toString() {
        return "RowText(" + columns() + " columns, " + bytes.length + " bytes)";
    }

    /** Collects the columns of one row, in order. Not thread-safe; good for one row. */
    public static final class Builder {
        private final int[] starts;
        private final int[] lengths;
        private byte[] bytes;
        private int used;
        private int column;

        /** For {@code columns} columns and, as a guess, {@code expectedBytes} of text. */
        public Builder(int columns, int expectedBytes) {
            this.starts = new int[columns];
            this.lengths = new int[columns];
            this.bytes = new byte[expectedBytes];
        }

        public Builder add(byte[] source, int from, int length) {
            if (used + length > bytes.length || used + length < 0) {
                bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(used, length), grown(bytes.length)));
            }
            System.arraycopy(source, from, bytes, used, length);
            starts[column] = used;
            lengths[column++] = length;
            used += length;
            return this;
        }

        public Builder addNull() {
            return addMark(NULL);
        }

        public Builder addUnchanged() {
            return addMark(UNCHANGED);
        }

        private Builder addMark(int mark) {
            starts[column] = used;
            lengths[column++] = mark;
            return this;
        }

        /** Copies one column of another row. */
        public Builder add(RowText row, int index) {
            int length = row.lengths[index];
            return length < 0 ? addMark(length) : add(row.bytes, row.starts[index], length);
        }

        public RowText build() {
            if (column != lengths.length) {
                throw new IllegalStateException("BUG: row has " + column + " columns of " + lengths.length);
            }
            return new RowText(used == bytes.length ? bytes : Arrays.copyOf(bytes, used), starts, lengths);
        }

        private static int grown(int size) {
            return (int) Math.min(Integer.MAX_VALUE - 16L, size + (size >> 1) + 64L);
        }
    }
}
