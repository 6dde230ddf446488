package io.sealane.oracle;

import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL type that can be stored in an Oracle type, and how.
 *
 * @param source {@code pg_type.typname}, or {@link TypePairs#ANY}
 * @param target the Oracle type's name without lengths: {@code TIMESTAMP WITH TIME ZONE}
 * @param kind how the value is bound
 * @param reader makes the value from PostgreSQL's text
 */
public record TypePair(String source, String target, BindKind kind, Reader reader) {

    /** Parses and checks one text. */
    @FunctionalInterface
    interface Reader {
        Object read(String text, OracleType type) throws UnfitValueException;
    }

    /**
     * The value to bind for a column's text; null binds NULL.
     *
     * @param text PostgreSQL's text, null for SQL NULL
     * @throws UnfitValueException if the column cannot hold exactly this value
     */
    public @Nullable Object read(@Nullable String text, TargetColumn column) throws UnfitValueException {
        if (text == null) {
            if (!column.nullable()) {
                throw new UnfitValueException("it is NULL, and the target column is NOT NULL");
            }
            return null;
        }
        Object value = reader.read(text, column.type());
        if (isOracleNull(value)) {
            if (!column.nullable()) {
                throw new UnfitValueException("it is empty, which Oracle takes for NULL in a " + target
                        + ", and the target column is NOT NULL");
            }
            return null;
        }
        return value;
    }

    /** Oracle has no empty VARCHAR2 or RAW: a value of length zero is NULL. Empty LOBs it has. */
    private boolean isOracleNull(Object value) {
        if (kind.isLob()) {
            return false;
        }
        return value instanceof String text && text.isEmpty() || value instanceof byte[] bytes && bytes.length == 0;
    }
}
