package io.sealane.oracle;

import java.io.Serializable;
import java.util.List;

/**
 * A target table, as far as the migration writes it.
 *
 * @param columns the written columns in bind order: LOB columns last, or Oracle refuses a long value in front of them
 *     (ORA-24816)
 * @param key indexes into {@code columns} of the key, in key order; never a LOB
 */
public record TargetTable(OracleName schema, OracleName name, List<TargetColumn> columns, List<Integer> key)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public TargetTable {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    public String quoted() {
        return schema.quoted() + "." + name.quoted();
    }

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
