package io.sealane.source.postgres.stream;

import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.model.RowText;
import io.sealane.model.SourceColumn;
import io.sealane.source.postgres.MessageRow;
import java.nio.ByteBuffer;

/**
 * Reads the tuples of one change message: per column its text, NULL, or a mark that a large value did not change. The
 * texts are measured first, so that each is copied once, into an array of the right size; large values are not copied at
 * all, but stay in the message.
 */
final class TupleReader {
    private final ByteBuffer message;
    private final StreamedTable table;

    TupleReader(ByteBuffer message, StreamedTable table) {
        this.message = message;
        this.table = table;
    }

    /** The new row. */
    RowText row() {
        int columns = columns();
        MessageRow row = MessageRow.of(table.table(), textBytes(columns));
        for (int i = 0; i < columns; i++) {
            column(row);
        }
        return row.build();
    }

    /**
     * The old row.
     *
     * @param kind {@code O} for the whole row, {@code K} for the columns of the replica identity: there the others come
     *     as NULL, which they need not have been, and are marked unchanged here
     */
    RowText oldRow(byte kind) {
        if (kind != 'K' && kind != 'O') {
            throw PgOutputDecoder.unreadable("tuple of kind '" + (char) kind + "'");
        }
        int columns = columns();
        MessageRow row = MessageRow.of(table.table(), textBytes(columns));
        for (int i = 0; i < columns; i++) {
            if (kind == 'K' && !table.logged()[i]) {
                skip();
                row.addUnchanged();
            } else {
                column(row);
            }
        }
        RowText old = row.build();
        requireComplete(old, kind);
        return old;
    }

    private int columns() {
        int columns = message.getShort();
        if (columns != table.table().columns().size()) {
            throw PgOutputDecoder.unreadable(
                    columns + " columns in a row of " + table.table().id());
        }
        return columns;
    }

    private int textBytes(int columns) {
        int start = message.position();
        int bytes = 0;
        for (int i = 0; i < columns; i++) {
            bytes += skip();
        }
        message.position(start);
        return bytes;
    }

    private int skip() {
        if (message.get() != 't') {
            return 0;
        }
        int length = message.getInt();
        message.position(message.position() + length);
        return length;
    }

    private void column(MessageRow row) {
        byte kind = message.get();
        switch (kind) {
            case 't' -> {
                int length = message.getInt();
                row.add(message.array(), message.arrayOffset() + message.position(), length);
                message.position(message.position() + length);
            }
            case 'n' -> row.addNull();
            case 'u' -> row.addUnchanged();
            default -> throw PgOutputDecoder.unreadable("column of kind '" + (char) kind + "'");
        }
    }

    /**
     * A partition logs by its own replica identity, under the root's label. Where the two differ a key, or a column that
     * is NOT NULL, arrives as NULL.
     */
    private void requireComplete(RowText old, byte kind) {
        for (int i = 0; i < old.columns(); i++) {
            SourceColumn column = table.table().columns().get(i);
            boolean needed = table.table().key().contains(i) || (kind == 'O' && !column.nullable());
            if (needed && old.isNull(i)) {
                throw new MigrationException(
                        Kind.SOURCE,
                        "SRC-212",
                        "Cannot read a change of table " + table.table().id() + ": column " + column.name()
                                + " of the old row was not logged. Give every partition the replica identity of the"
                                + " root (ALTER TABLE <partition> REPLICA IDENTITY …), then copy the table again in a"
                                + " new migration.");
            }
        }
    }
}
