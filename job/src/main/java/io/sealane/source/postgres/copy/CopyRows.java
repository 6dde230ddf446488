package io.sealane.source.postgres.copy;

import io.sealane.model.RowText;
import io.sealane.model.SourceTable;
import io.sealane.source.postgres.MessageRow;

/**
 * Reads the rows of COPY's text format: columns between tabs, {@code \N} for NULL, control characters and backslashes
 * escaped ({@code COPY}, "Text Format", PostgreSQL documentation).
 *
 * <p>A row's length without separators and escapes is counted first, so its texts are copied once, into an array of the
 * right size. Large values are not copied at all: they stay in the line.
 */
final class CopyRows {
    private static final byte ESCAPE = '\\';

    private final SourceTable table;

    CopyRows(SourceTable table) {
        this.table = table;
    }

    /** @param line one row, with or without its final newline; used up: escapes are undone in place */
    RowText parse(byte[] line) {
        int end = line.length > 0 && line[line.length - 1] == '\n' ? line.length - 1 : line.length;
        int separators = table.columns().size() - 1;
        int textBytes = MessageRow.isLarge(end) ? end : end - separators - escapedBytes(line, end);
        MessageRow row = MessageRow.of(table, Math.max(0, textBytes));
        int start = 0;
        boolean escaped = false;
        for (int i = 0; i < end; i++) {
            byte b = line[i];
            if (b == '\t') {
                add(row, line, start, i, escaped);
                start = i + 1;
                escaped = false;
            } else if (b == ESCAPE) {
                escaped = true;
                i++;
            }
        }
        add(row, line, start, end, escaped);
        return row.build();
    }

    /** Bytes that only escape: both of {@code \N}, one of any other pair. */
    private static int escapedBytes(byte[] line, int end) {
        int bytes = 0;
        for (int i = 0; i < end; i++) {
            if (line[i] == ESCAPE) {
                i++;
                bytes += line[i] == 'N' ? 2 : 1;
            }
        }
        return bytes;
    }

    private static void add(MessageRow row, byte[] line, int from, int to, boolean escaped) {
        if (!escaped) {
            row.add(line, from, to - from);
        } else if (to - from == 2 && line[from + 1] == 'N') {
            row.addNull();
        } else {
            row.add(line, from, unescape(line, from, to));
        }
    }

    /** Undoes the escapes where they stand; gives the length that is left. */
    private static int unescape(byte[] line, int from, int to) {
        int next = from;
        for (int i = from; i < to; i++) {
            byte b = line[i];
            if (b == ESCAPE) {
                i++;
                b = meaning(line[i]);
            }
            line[next++] = b;
        }
        return next - from;
    }

    /** The server writes only these; other escaped characters stand for themselves. */
    private static byte meaning(byte escaped) {
        return switch (escaped) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0B;
            default -> escaped;
        };
    }
}
