package io.sealane.oracle;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A column type as Oracle's dictionary (ALL_TAB_COLS) describes it.
 *
 * @param dataType DATA_TYPE: {@code NUMBER}, {@code VARCHAR2}, {@code TIMESTAMP(6) WITH TIME ZONE}, {@code CLOB} …
 * @param length DATA_LENGTH, in bytes
 * @param charLength CHAR_LENGTH, in characters; 0 where it does not apply
 * @param charUsed CHAR_USED: {@code B}, {@code C}, null where it does not apply
 * @param precision DATA_PRECISION, null where none is declared
 * @param scale DATA_SCALE, null where none is declared
 * @param characterSet Oracle's name of the character set of its text: {@code AL32UTF8}; of no meaning without text
 */
public record OracleType(
        String dataType,
        int length,
        int charLength,
        @Nullable String charUsed,
        @Nullable Integer precision,
        @Nullable Integer scale,
        String characterSet)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** In a database with Unicode character sets. */
    public OracleType(
            String dataType,
            int length,
            int charLength,
            @Nullable String charUsed,
            @Nullable Integer precision,
            @Nullable Integer scale) {
        this(dataType, length, charLength, charUsed, precision, scale, isNational(dataType) ? "AL16UTF16" : "AL32UTF8");
    }

    /** Whether text in it is in the database's national character set. */
    public static boolean isNational(String dataType) {
        return dataType.equals("NCHAR") || dataType.equals("NVARCHAR2") || dataType.equals("NCLOB");
    }

    /** Whether values may be bound as locators, so that the column is bound behind all others. */
    public boolean isLob() {
        return dataType.equals("CLOB")
                || dataType.equals("NCLOB")
                || dataType.equals("BLOB")
                || dataType.equals("JSON");
    }
}
