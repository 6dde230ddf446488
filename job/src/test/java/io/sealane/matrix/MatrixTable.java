package io.sealane.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The table of a family: one column for each Oracle type, one row for each value and phase.
 *
 * @param columns those of the family's Oracle types that there is a pair with
 * @param values SQL expressions, the family's own first and then random ones
 */
record MatrixTable(String prefix, Family family, List<String> columns, List<String> values) {
    /** A row's id is the value's number and one of these. */
    static final List<Integer> PHASES = List.of(0, 1_000, 2_000);

    MatrixTable {
        columns = List.copyOf(columns);
        values = List.copyOf(values);
    }

    boolean hasPolicies() {
        return prefix.equals("p_");
    }

    String source() {
        return prefix + family.name();
    }

    String target() {
        return source().toUpperCase(java.util.Locale.ROOT);
    }

    String createSource() {
        return "CREATE TABLE " + source() + " (id int PRIMARY KEY, " + join(i -> "v" + i + " " + family.type()) + ")";
    }

    String createTarget() {
        return "CREATE TABLE " + target() + " (ID NUMBER(10) PRIMARY KEY, " + join(i -> "V" + i + " " + columns.get(i))
                + ")";
    }

    /** All values in all columns, to be read by the copy. */
    List<String> fill() {
        List<String> inserts = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            inserts.add("INSERT INTO " + source() + " VALUES (" + i + ", " + join(column -> value) + ")");
        }
        return inserts;
    }

    String setNull(int value, int column) {
        return "UPDATE " + source() + " SET v" + column + " = NULL WHERE id = " + value;
    }

    /** The rows of the copy once more, inserted and updated while the stream is read. */
    List<String> repeat() {
        String columnNames = join(i -> "v" + i);
        return List.of(
                "INSERT INTO " + source() + " SELECT id + 1000, " + columnNames + " FROM " + source()
                        + " WHERE id < 1000",
                "INSERT INTO " + source() + " (id) SELECT id + 2000 FROM " + source() + " WHERE id < 1000",
                "UPDATE " + source() + " t SET (" + columnNames + ") = (SELECT " + columnNames + " FROM " + source()
                        + " s WHERE s.id = t.id - 2000) WHERE t.id >= 2000");
    }

    private interface Text {
        String of(int column);
    }

    private String join(Text text) {
        return IntStream.range(0, columns.size()).mapToObj(text::of).collect(Collectors.joining(", "));
    }
}
