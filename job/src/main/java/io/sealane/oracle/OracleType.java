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
 */
public record OracleType(
        String dataType,
        int length,
        int charLength,
        @Nullable String charUsed,
        @Nullable Integer precision,
        @Nullable Integer scale)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public boolean isLob() {
        return dataType.equals("CLOB") || dataType.equals("NCLOB") || dataType.equals("BLOB");
    }
}
