package io.sealane.udf;

import org.apache.flink.table.functions.ScalarFunction;
import org.jspecify.annotations.Nullable;

/** Hides a text but for its last characters: {@code MaskText('4000123456789010', 4)} is {@code ************9010}. */
public final class MaskText extends ScalarFunction {
    private static final long serialVersionUID = 1L;

    /**
     * Replaces every character by {@code *} but the last {@code visible}; counts code points, so an emoji is one.
     *
     * @return a text of as many code points; null for null
     * @throws IllegalArgumentException if {@code visible} is negative
     */
    public @Nullable String eval(@Nullable String text, int visible) {
        if (visible < 0) {
            throw new IllegalArgumentException("Cannot mask: visible is " + visible + ". Give 0 or more.");
        }
        if (text == null) {
            return null;
        }
        int hidden = Math.max(0, text.codePointCount(0, text.length()) - visible);
        return "*".repeat(hidden) + text.substring(text.offsetByCodePoints(0, hidden));
    }
}
