package io.sealane.chaos.history;

import java.util.List;

/**
 * Rows to be written, as one array of text per column: the form that {@link Statements} take.
 *
 * @param arrays one per column of {@code columns}, each with one text a row
 */
record RowTexts(List<ChaosColumn> columns, List<String[]> arrays) {

    /** The keys of {@code rows} alone. */
    static RowTexts keys(ChaosTable table, List<Long> rows) {
        return of(table, table.key(), rows, 0, new long[rows.size()]);
    }

    /** {@code rows} with the content that belongs to their new {@code versions}. */
    static RowTexts of(ChaosTable table, List<ChaosColumn> columns, List<Long> rows, int spelling, long[] versions) {
        List<String[]> arrays =
                columns.stream().map(c -> new String[rows.size()]).toList();
        for (int row = 0; row < rows.size(); row++) {
            List<String> key = table.keyOf(rows.get(row), spelling);
            for (int column = 0; column < columns.size(); column++) {
                arrays.get(column)[row] =
                        column < key.size() ? key.get(column) : text(columns.get(column), versions[row]);
            }
        }
        return new RowTexts(columns, arrays);
    }

    private static String text(ChaosColumn column, long version) {
        return switch (column.name()) {
            case "version" -> Long.toString(version);
            case "note" -> Values.note(version);
            case "amount" -> Values.amount(version).toPlainString();
            case "at" -> Values.at(version).toString().replace('T', ' ');
            case "flag" -> Values.flag(version) ? "t" : "f";
            case "big" -> Values.longText(version);
            default -> throw new IllegalArgumentException("BUG: no value for column " + column.name());
        };
    }

    /** All rows in COPY's text format. */
    String copyText() {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < arrays.get(0).length; row++) {
            for (int column = 0; column < arrays.size(); column++) {
                text.append(column == 0 ? "" : "\t");
                escape(arrays.get(column)[row], text);
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static void escape(String value, StringBuilder text) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                default -> text.append(c);
            }
        }
    }
}
