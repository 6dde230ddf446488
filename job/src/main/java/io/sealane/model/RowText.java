package io.sealane.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row, as PostgreSQL prints it: per column its UTF-8 text, SQL NULL, <em>unchanged</em> (a TOASTed value that an
 * UPDATE left alone and the server therefore did not send), or <em>large</em> (a value that travels in pieces behind the
 * row, see {@link LargeText}).
 *
 * <p>Immutable; all texts share one array. Columns are in the order of the {@link SourceTable} the row belongs to. Not
 * for use as a key: equality is by content and costs time in proportion to it.
 */
public final class RowText {
    private static final int NULL = -1;
    private static final int UNCHANGED = -2;
    private static final int LARGE = -3;

    /** What the shared array holds of a large value: its id and its length. */
    private static final int REFERENCE_BYTES = 2 * Long.BYTES;

    private final byte[] bytes;
    private final int[] starts;
    private final int[] lengths;
    private final boolean large;

    /** By column, the large values themselves; only where the row was read. */
    private final @Nullable LargeText @Nullable [] texts;

    private RowText(byte[] bytes, int[] starts, int[] lengths, boolean large, @Nullable LargeText @Nullable [] texts) {
        this.bytes = bytes;
        this.starts = starts;
        this.lengths = lengths;
        this.large = large;
        this.texts = texts;
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

    public boolean isLarge(int column) {
        return lengths[column] == LARGE;
    }

    public boolean hasLarge() {
        return large;
    }

    /** The large value of a column that has one. */
    public LargeValue large(int column) {
        if (!isLarge(column)) {
            throw new IllegalStateException("BUG: column " + column + " has no large value");
        }
        ByteBuffer reference = ByteBuffer.wrap(bytes, starts[column], REFERENCE_BYTES);
        return new LargeValue(reference.getLong(), reference.getLong());
    }

    /** The large value itself, where the row was read; null where it has travelled, and in a column that has none. */
    public @Nullable LargeText largeText(int column) {
        return texts == null ? null : texts[column];
    }

    /** This row without hold on its large values, which are as large as what they were read from. */
    public RowText detached() {
        return texts == null ? this : new RowText(bytes, starts, lengths, large, null);
    }

    /**
     * The column's text, null for SQL NULL.
     *
     * @throws IllegalStateException if the column is unchanged or large: its value is not here
     */
    public @Nullable String text(int column) {
        int length = lengths[column];
        if (length >= 0) {
            return new String(bytes, starts[column], length, StandardCharsets.UTF_8);
        }
        if (length == NULL) {
            return null;
        }
        throw new IllegalStateException("BUG: column " + column + " is "
                + (length == LARGE ? "a large value" : "an unchanged TOAST value") + " and was read as text");
    }

    /** Length of the column's text in UTF-8 bytes; 0 for NULL, unchanged and large. */
    public int length(int column) {
        return Math.max(lengths[column], 0);
    }

    /** Bytes of text in the row, which is about what the row costs in memory; large values are not in it. */
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
        boolean large = false;
        for (int i = 0; i < lengths.length; i++) {
            starts[i] = used;
            used += sharedBytes(lengths[i]);
            large |= lengths[i] == LARGE;
        }
        if (used != bytes.length) {
            throw new IllegalArgumentException("BUG: columns of " + used + " bytes in a row of " + bytes.length);
        }
        return new RowText(bytes, starts, lengths, large, null);
    }

    /** How much of the shared array a column takes that has this length or mark. */
    public static int sharedBytes(int lengthOrMark) {
        return lengthOrMark == LARGE ? REFERENCE_BYTES : Math.max(lengthOrMark, 0);
    }

    /** For the wire: the shared array. Do not change it. */
    public byte[] sharedBytes() {
        return bytes;
    }

    /** For the wire: length of a column's text, or a negative mark, at least -3, that {@link #fromWire} takes back. */
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
        private boolean large;
        private @Nullable LargeText @Nullable [] texts;

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

        /** A value that will follow the row in pieces. */
        public Builder addLarge(LargeText text) {
            byte[] reference = ByteBuffer.allocate(REFERENCE_BYTES)
                    .putLong(text.value().id())
                    .putLong(text.value().bytes())
                    .array();
            return addLarge(reference, 0, text);
        }

        private Builder addLarge(byte[] source, int from, @Nullable LargeText text) {
            if (text != null) {
                if (texts == null) {
                    texts = new LargeText[lengths.length];
                }
                texts[column] = text;
            }
            add(source, from, REFERENCE_BYTES);
            lengths[column - 1] = LARGE;
            large = true;
            return this;
        }

        /** Copies one column of another row. */
        public Builder add(RowText row, int index) {
            int length = row.lengths[index];
            if (length == LARGE) {
                return addLarge(row.bytes, row.starts[index], row.largeText(index));
            }
            return length < 0 ? addMark(length) : add(row.bytes, row.starts[index], length);
        }

        public RowText build() {
            if (column != lengths.length) {
                throw new IllegalStateException("BUG: row has " + column + " columns of " + lengths.length);
            }
            byte[] exact = used == bytes.length ? bytes : Arrays.copyOf(bytes, used);
            return new RowText(exact, starts, lengths, large, texts);
        }

        private static int grown(int size) {
            return (int) Math.min(Integer.MAX_VALUE - 16L, size + (size >> 1) + 64L);
        }
    }
}
