package io.sealane.demo.compare;

import java.util.List;

/**
 * The outcome of one table's comparison.
 *
 * @param missing rows of the source that the target has not
 * @param unexpected rows of the target that the source has not
 * @param different rows of both sides with an unequal value
 * @param examples the first few findings, in words
 */
public record TableResult(
        String table,
        long sourceRows,
        long targetRows,
        long missing,
        long unexpected,
        long different,
        List<String> examples) {
    public boolean isEqual() {
        return missing == 0 && unexpected == 0 && different == 0;
    }
}
