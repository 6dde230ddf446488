package io.sealane.matrix;

import org.jspecify.annotations.Nullable;

/**
 * What became of one value in one column.
 *
 * @param reason why it was refused, or what was stored instead; null where it is equal
 */
record Outcome(Kind kind, @Nullable String reason) {
    enum Kind {
        EQUAL("equal"),
        BY_POLICY("by-policy"),
        REFUSED("refused");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }
}
