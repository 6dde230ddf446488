package io.sealane.model;

import java.io.Serializable;

/**
 * A column of a source table.
 *
 * @param name exact catalog name
 * @param type name of the base type (domains resolved) as {@code pg_type.typname} has it: {@code int8}, {@code
 *     numeric}, {@code bpchar}, {@code _text} …; with its schema where that is not {@code pg_catalog}, so that no type of a
 *     user's passes for a built-in one: {@code public.citext}
 * @param typeModifier {@code pg_attribute.atttypmod} (of the domain's base where it is one), -1 for none
 * @param declaredType {@code format_type(...)}, for messages and for casts in SQL: {@code numeric(12,2)}
 * @param nullable whether the column admits NULL
 */
public record SourceColumn(String name, String type, int typeModifier, String declaredType, boolean nullable)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Whether its text is the hexadecimal form of bytes. */
    public boolean isBinary() {
        return type.equals("bytea");
    }
}
