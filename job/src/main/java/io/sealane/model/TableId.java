package io.sealane.model;

import java.io.Serializable;

/** A table of the source, by its exact name as the catalog has it (no quoting, no folding). */
public record TableId(String schema, String table) implements Comparable<TableId>, Serializable {
    private static final long serialVersionUID = 1L;

    /** The name quoted for PostgreSQL: {@code "public"."Order"}. */
    public String quoted() {
        return quote(schema) + "." + quote(table);
    }

    /** An identifier quoted for PostgreSQL. */
    public static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
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
