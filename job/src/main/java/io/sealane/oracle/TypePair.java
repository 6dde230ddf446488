package io.sealane.oracle;

import java.io.InputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL type that can be stored in an Oracle type, and how.
 *
 * @param source {@code pg_type.typname}, or {@link TypePairs#ANY}
 * @param target the Oracle type's name without lengths: {@code TIMESTAMP WITH TIME ZONE}
 * @param kind how the value is bound
 * @param keyForm which texts become one value
 * @param reader makes the value from PostgreSQL's text
 */
public record TypePair(String source, String target, BindKind kind, KeyForm keyForm, Reader reader) {

    /** Parses and checks one text. */
    @FunctionalInterface
    interface Reader {
        /** @return null if a policy says so */
        @Nullable
        Object read(String text, OracleType type, Misfits misfits) throws UnfitValueException;
    }

    /**
     * The value to bind for a column's text; null binds NULL.
     *
     * @param text PostgreSQL's text, null for SQL NULL
     * @param listener is told of each policy that changes the value
     * @throws UnfitValueException if the column cannot hold exactly this value, and the user chose no other
     */
    public @Nullable Object read(@Nullable String text, TargetColumn column, PolicyUse.Listener listener)
            throws UnfitValueException {
        if (text == null) {
            if (!column.nullable()) {
                throw new UnfitValueException("it is NULL, and the target column is NOT NULL");
            }
            return null;
        }
        Object value = reader.read(text, column.type(), new Misfits(column.policy(), listener));
        if (value == null && !column.nullable()) {
            throw new UnfitValueException(
                    "it would be stored as NULL by the values policy, and the target column is NOT NULL");
        }
        return value;
    }

    /**
     * One text for all values that the column does not tell from each other, of a value that {@link #read} gave or that was
     * read from the column: equal texts are the same value. Of a LOB it is length and digest.
     */
    public String stored(Object value) {
        return StoredForm.of(this, value);
    }

    /**
     * The value to bind for a text that is longer than any column can hold that is no LOB: what a policy leaves of it.
     *
     * @param beginning of the text, at least as long as such a column
     * @param bytes of the whole text, or of the value if it is binary
     */
    public @Nullable Object readBeginning(
            String beginning, long bytes, TargetColumn column, PolicyUse.Listener listener) throws UnfitValueException {
        OracleType type = column.type();
        new Misfits(column.policy(), use -> {})
                .tooLong("it has " + bytes + " bytes, and " + type.dataType() + " holds " + type.length() + " bytes");
        return read(beginning, column, listener);
    }

    /**
     * Checks what can be said of a text only as a whole, where it is too large to be read as one.
     *
     * @param bytes of the text in UTF-8
     * @param value gives the text from its beginning on; it is closed here
     */
    public void checkWhole(long bytes, Supplier<InputStream> value) throws UnfitValueException {
        if (kind == BindKind.JSON) {
            JsonTexts.check(source, bytes, value);
        }
    }

    /** A piece of such a text as the column, a LOB, takes it. */
    public String readPiece(String piece, TargetColumn column, PolicyUse.Listener listener) throws UnfitValueException {
        // JSON is kept in Unicode, whatever the database's character set.
        return kind == BindKind.JSON
                ? piece
                : Texts.unlimited(piece, column.type(), new Misfits(column.policy(), listener));
    }
}
