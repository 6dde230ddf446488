package io.sealane.mapping;

import io.sealane.model.SourceTable;
import io.sealane.model.TableId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where the rows of a migration's tables go, as texts that are kept with it. Frozen like {@link Lanes}: a table that was
 * not there at the copy was never copied, and a row's lane is made of its target table and its key, so a fence says nothing
 * about the rows of a table that has moved.
 *
 * @param texts one a table: {@code "public"."orders" ("id" as number) to "SHOP"."ORDERS"}
 */
public record Routes(SortedSet<String> texts) {
    private static final int NAMED_AT_MOST = 10;

    public Routes {
        texts = Collections.unmodifiableSortedSet(new TreeSet<>(texts));
    }

    static Routes of(List<TablePlan> tables) {
        return new Routes(tables.stream().map(Routes::text).collect(Collectors.toCollection(TreeSet::new)));
    }

    private static String text(TablePlan table) {
        SourceTable source = table.source();
        CanonicalKey canonical = table.key();
        String key = IntStream.range(0, canonical.names().size())
                .mapToObj(i -> TableId.quote(canonical.names().get(i)) + " as "
                        + canonical.forms().get(i).name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return source.id().quoted() + " (" + key + ") to " + table.target().quoted();
    }

    /** Whether rows of this table may go on as they did. */
    boolean contain(TablePlan table) {
        return texts.contains(text(table));
    }

    /** Equal exactly if the routes are; 64 characters. */
    public String fingerprint() {
        try {
            byte[] all = String.join("\n", texts).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("BUG: every Java has SHA-256", e);
        }
    }

    /** What these have and {@code registered} has not, and the other way round, for a message. */
    public String differencesFrom(Routes registered) {
        List<String> found = new ArrayList<>();
        name("now ", texts, text -> !registered.texts.contains(text), found);
        name("registered ", registered.texts, text -> !texts.contains(text), found);
        return String.join("; ", found);
    }

    private static void name(String what, SortedSet<String> texts, Predicate<String> which, List<String> found) {
        List<String> named = texts.stream().filter(which).toList();
        if (!named.isEmpty()) {
            String shown = named.stream().limit(NAMED_AT_MOST).collect(Collectors.joining(", "));
            int more = named.size() - NAMED_AT_MOST;
            found.add(what + shown + (more > 0 ? " and " + more + " more" : ""));
        }
    }
}
