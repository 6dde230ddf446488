package io.sealane.oracle;

import java.util.List;

/**
 * One statement with parameters.
 *
 * @param sql the text
 * @param binds for each parameter the index of the column whose value it takes
 * @param keyFrom from this parameter on (counted from 0) values are compared with the key, not stored
 */
public record DmlStatement(String sql, List<Integer> binds, int keyFrom) {
    public DmlStatement {
        binds = List.copyOf(binds);
    }
}
