package io.sealane.sink;

import io.sealane.model.Position;
import io.sealane.model.RowText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A row that waits for the next flush.
 *
 * @param verb what is to be done
 * @param row in the target's bind order
 * @param position null for a copied row
 * @param large the row's large values; closed by whoever lets go of the change
 */
record Change(
        TableWriter table, Verb verb, RowText row, @Nullable Position position, LargeValues large) {

    /** Without large values. */
    Change(TableWriter table, Verb verb, RowText row, @Nullable Position position) {
        this(table, verb, row, position, LargeValues.NONE);
    }

    /** What is to be done with a row, before it is known whether the target has it. */
    enum Verb {
        COPY("insert into"),
        INSERT("insert into"),
        UPDATE("update"),
        DELETE("delete from");

        private final String text;

        Verb(String text) {
            this.text = text;
        }

        /** For messages: {@code insert into}. */
        String text() {
            return text;
        }
    }

    String key() {
        return table.plan().targetKey(row);
    }

    /** Where the row comes from, for messages; the key only as a hash: {@code row with key #91ab22f0, change at 0/1A#3}. */
    String description() {
        return "row with key #" + hash(key()) + ", " + (position == null ? "copied" : "change at " + position);
    }

    private static String hash(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("BUG: every Java platform has SHA-256", e);
        }
    }
}
