package io.sealane.oracle;

import java.io.Serializable;

/** A column of a target table. */
public record TargetColumn(OracleName name, OracleType type, boolean nullable) implements Serializable {
    private static final long serialVersionUID = 1L;
}
