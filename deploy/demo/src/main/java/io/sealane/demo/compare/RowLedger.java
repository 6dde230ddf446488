package io.sealane.demo.compare;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The books of one table's comparison: first every source row, then every target row, in any order. Keeps a row's key and
 * 64 bits of SHA-256 for each of its values, so a million rows fit into memory and a difference still names its column.
 * Pure; belongs to one thread.
 */
final class RowLedger {
    private static final int MOST_EXAMPLES = 5;

    private final ComparedTable table;
    private final MessageDigest sha = sha256();
    /** Source rows that no target row has matched yet. */
    private final Map<String, long[]> open = new HashMap<>();

    private final List<String> examples = new ArrayList<>();
    private long sourceRows;
    private long targetRows;
    private long unexpected;
    private long different;

    RowLedger(ComparedTable table) {
        this.table = table;
    }

    /** @param values canonical texts in the table's column order; null for NULL */
    void source(List<@Nullable String> values) {
        sourceRows++;
        open.put(key(values), digests(values));
    }

    /** @param values canonical texts in the table's column order; null for NULL */
    void target(List<@Nullable String> values) {
        targetRows++;
        String key = key(values);
        long[] expected = open.remove(key);
        if (expected == null) {
            unexpected++;
            example(key + " is in the target only");
            return;
        }
        long[] found = digests(values);
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < found.length; i++) {
            if (expected[i] != found[i]) {
                columns.add(table.columns().get(i).name());
            }
        }
        if (!columns.isEmpty()) {
            different++;
            example(key + " differs in " + String.join(", ", columns));
        }
    }

    TableResult result() {
        open.keySet().stream().sorted().limit(MOST_EXAMPLES).forEach(key -> example(key + " is missing in the target"));
        return new TableResult(
                table.schema() + "." + table.name(),
                sourceRows,
                targetRows,
                open.size(),
                unexpected,
                different,
                List.copyOf(examples));
    }

    /** The demo makes up its rows, so a key may be shown; a product would print its hash. */
    private void example(String finding) {
        if (examples.size() < MOST_EXAMPLES) {
            examples.add(finding);
        }
    }

    private String key(List<@Nullable String> values) {
        List<String> parts = table.key().stream()
                .map(i -> table.columns().get(i).name() + "=" + values.get(i))
                .toList();
        return String.join(" ", parts);
    }

    private long[] digests(List<@Nullable String> values) {
        long[] digests = new long[values.size()];
        for (int i = 0; i < digests.length; i++) {
            String value = values.get(i);
            digests[i] = value == null
                    ? 0
                    : ByteBuffer.wrap(sha.digest(value.getBytes(StandardCharsets.UTF_8)))
                            .getLong();
        }
        return digests;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("BUG: every JDK has SHA-256", e);
        }
    }
}
