package io.sealane.prepare;

import org.jspecify.annotations.Nullable;

/**
 * Something of a migration that stands in one of the databases.
 *
 * @param name of the slot, the publication or the migration
 * @param retainedBytes WAL that it holds back at the source; null if it is no slot
 * @param note why it is an orphan, or why it is kept; empty for what is this migration's own
 */
public record Leftover(
        Kind kind, String name, Standing standing, @Nullable Long retainedBytes, String note) {
    /** In the order in which they are removed. */
    public enum Kind {
        SLOT("replication slot"),
        PUBLICATION("publication"),
        MIGRATION("control rows of migration");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    /** Whose it is. */
    public enum Standing {
        /** Of the migration that the configuration describes. */
        OWN,
        /** Of a migration of this source and target that cannot run any more. */
        ORPHAN,
        /** In use, or not proven to be an orphan of this target: never removed. */
        KEPT
    }

    /** {@code replication slot sealane_shop}. */
    public String title() {
        return kind.text + " " + name;
    }
}
