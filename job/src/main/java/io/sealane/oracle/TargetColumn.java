package io.sealane.oracle;

import java.io.Serializable;

/**
 * A column of a target table.
 *
 * @param policy what becomes of values that do not fit
 */
public record TargetColumn(OracleName name, OracleType type, boolean nullable, ValuePolicy policy)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** A column that refuses what does not fit. */
    public TargetColumn(OracleName name, OracleType type, boolean nullable) {
        this(name, type, nullable, ValuePolicy.STRICT);
    }

    public TargetColumn with(ValuePolicy other) {
        return new TargetColumn(name, type, nullable, other);
    }
}
