package io.sealane.source.postgres;

import io.sealane.model.LargeText;
import io.sealane.model.RowText;
import io.sealane.model.SourceTable;

/**
 * Builds one row of a message of the server's, column by column: texts are copied, large values stay in the message. No value of
 * the key is large.
 */
public final class MessageRow {
    private final SourceTable table;
    private final boolean large;
    private final RowText.Builder row;
    private int column;

    private MessageRow(SourceTable table, boolean large, RowText.Builder row) {
        this.table = table;
        this.large = large;
        this.row = row;
    }

    /** @param textBytes of all its texts: their array gets the right size at once */
    public static MessageRow of(SourceTable table, int textBytes) {
        boolean large = isLarge(textBytes);
        return new MessageRow(
                table, large, new RowText.Builder(table.columns().size(), large ? LargeText.VALUE_BYTES : textBytes));
    }

    /** Whether a row of so many bytes of text may have large values; their sum need not be exact then. */
    public static boolean isLarge(int textBytes) {
        return textBytes > LargeText.ROW_BYTES;
    }

    /** @param message must not change where this text stands */
    public void add(byte[] message, int from, int length) {
        if (large && length > LargeText.VALUE_BYTES && !table.key().contains(column)) {
            row.addLarge(LargeText.of(table.columns().get(column), message, from, length));
        } else {
            row.add(message, from, length);
        }
        column++;
    }

    public void addNull() {
        row.addNull();
        column++;
    }

    public void addUnchanged() {
        row.addUnchanged();
        column++;
    }

    public RowText build() {
        return row.build();
    }
}
