package io.sealane.standin.sql;

/** A table with its owner, both as the dictionary holds them. */
public record TableName(String owner, String table) {
    /** The name as SQL text, quoted. */
    String sql() {
        return quote(owner) + "." + quote(table);
    }

    static String quote(String name) {
        return '"' + name + '"';
    }

    /** The name as Oracle's messages print it. */
    @Override
    public String toString() {
        return sql();
    }
}
