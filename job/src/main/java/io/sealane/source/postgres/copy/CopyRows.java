package io.sealane.source.postgres.copy;

import io.sealane.model.RowText;

/**
 * Reads the rows of COPY's text format: columns between tabs, {@code \N} for NULL, control characters and backslashes
 * escaped ({@code COPY}, "Text Format", PostgreSQL documentation).
 */
final class CopyRows {
    private final int columns;
    private byte[] unescaped = new byte[256];

    CopyRows(int columns) {
        this.columns = columns;
    }

    /** @param line one row, with or without its final newline */
    RowText parse(byte[] line) {
        int end = line.length > 0 && line[line.length - 1] == '\n' ? line.length - 1 : line.length;
        RowText.Builder row = new RowText.Builder(columns, end);
        if (columns == 0) {
            return row.build();
        }
        int start = 0;
        boolean escaped = false;
        for (int i = 0; i < end; i++) {
            byte b = line[i];
            if (b == '\t') {
                add(row, line, start, i, escaped);
                start = i + 1;
                escaped = false;
            } else if (b == '\\') {
                escaped = true;
                i++;
            }
        }
        add(row, line, start, end, escaped);
        return row.build();
    }

    private void add(RowText.Builder row, byte[] line, int from, int to, boolean escaped) {
        if (!escaped) {
            row.add(line, from, to - from);
        } else if (to - from == 2 && line[from + 1] == 'N') {
            row.addNull();
        } else {
            row.add(unescaped, 0, unescape(line, from, to));
        }
    }

    private int unescape(byte[] line, int from, int to) {
        if (unescaped.length < to - from) {
            unescaped = new byte[to - from];
        }
        int length = 0;
        for (int i = from; i < to; i++) {
            byte b = line[i];
            unescaped[length++] = b == '\\' ? meaning(line[++i]) : b;
        }
        return length;
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
