package io.sealane.plan;

import io.sealane.oracle.OracleName;

/** A target table by its exact name. */
record TargetId(OracleName schema, OracleName table) {
    @Override
    public String toString() {
        return schema + "." + table;
    }
}
