package io.sealane.config;

import io.sealane.model.TableId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a table's exact name: {@code public.orders}, or {@code "My Schema"."Order"} where a part has a dot, a blank or a
 * quote in it. Nothing is folded: {@code public.Order} is the table that the catalog calls {@code Order}.
 */
final class TableName {
    static final String FORM = "schema.table, exactly as in the catalog; quote a part with a dot or a blank in it:"
            + " \"My Schema\".\"Order\"";
    private static final String PART = "(\"(?:[^\"]|\"\")+\"|[^\".\\s]+)";
    private static final Pattern NAME = Pattern.compile(PART + "\\." + PART);

    private TableName() {}

    static Optional<TableId> parse(String text) {
        Matcher name = NAME.matcher(text.strip());
        return name.matches()
                ? Optional.of(new TableId(unquote(name.group(1)), unquote(name.group(2))))
                : Optional.empty();
    }

    private static String unquote(String part) {
        return part.startsWith("\"") ? part.substring(1, part.length() - 1).replace("\"\"", "\"") : part;
    }
}
