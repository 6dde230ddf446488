package io.sealane.model;

import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A table of the source, by its exact name as the catalog has it (no quoting, no folding). */
public record TableId(String schema, String table) implements Comparable<TableId>, Serializable {
    private static final long serialVersionUID = 1L;
    private static final String PART = "\"((?:[^\"]|\"\")+)\"";
    private static final Pattern QUOTED = Pattern.compile(PART + "\\." + PART);

    /** The name quoted for PostgreSQL: {@code "public"."Order"}. */
    public String quoted() {
        return quote(schema) + "." + quote(table);
    }

    /** An identifier quoted for PostgreSQL. */
    public static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** Reads what {@link #quoted} wrote. */
    public static TableId parse(String quoted) {
        Matcher name = QUOTED.matcher(quoted);
        if (!name.matches()) {
            throw new IllegalArgumentException("Invalid table name: '" + quoted + "'. Expected \"schema\".\"table\".");
        }
        return new TableId(name.group(1).replace("\"\"", "\""), name.group(2).replace("\"\"", "\""));
    }

    @Override
    public int compareTo(TableId other) {
        int bySchema = schema.compareTo(other.schema);
        return bySchema != 0 ? bySchema : table.compareTo(other.table);
    }

    @Override
    public String toString() {
        return schema + "." + table;
    }
}
