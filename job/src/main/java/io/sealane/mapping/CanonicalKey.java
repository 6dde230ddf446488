package io.sealane.mapping;

import io.sealane.model.RowText;
import io.sealane.model.SourceColumn;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * A key as the value that will be bound, so that two texts of one Oracle value are one key: {@code 1.0} and {@code
 * 1.00} are the same NUMBER, {@code 'a '} and {@code 'a'} the same {@code char(2)}.
 */
public final class CanonicalKey {
    /** Types whose values PostgreSQL prints in exactly one way under the pinned settings, or that are made so here. */
    private static final Set<String> SUPPORTED = Set.of(
            "int2",
            "int4",
            "int8",
            "oid",
            "numeric",
            "text",
            "varchar",
            "bpchar",
            "uuid",
            "date",
            "timestamp",
            "timestamptz",
            "bool");

    private CanonicalKey() {}

    /** Whether a column of this PostgreSQL type may be part of a key. */
    public static boolean supports(String postgresType) {
        return SUPPORTED.contains(postgresType);
    }

    public static Set<String> supportedTypes() {
        return SUPPORTED;
    }

    /**
     * The key of {@code row}; different keys give different texts.
     *
     * @param columns the source column of a column of {@code row}
     * @param key indexes into {@code row}, in key order
     * @throws IllegalArgumentException if a key column is NULL or missing
     */
    static String of(IntFunction<SourceColumn> columns, List<Integer> key, RowText row) {
        if (key.size() == 1) {
            return canonical(columns.apply(key.get(0)), row, key.get(0));
        }
        StringBuilder joined = new StringBuilder();
        for (int index : key) {
            String text = canonical(columns.apply(index), row, index);
            joined.append(text.length()).append(':').append(text);
        }
        return joined.toString();
    }

    private static String canonical(SourceColumn column, RowText row, int index) {
        String text = row.isUnchanged(index) ? null : row.text(index);
        if (text == null) {
            throw new IllegalArgumentException("Cannot form the key: column " + column.name() + " is NULL or missing");
        }
        return switch (column.type()) {
            case "numeric" -> canonicalNumber(text);
            case "bpchar" -> trimRight(text);
            default -> text;
        };
    }

    private static String canonicalNumber(String text) {
        char first = text.charAt(text.charAt(0) == '-' ? 1 : 0);
        if (first == 'N' || first == 'I') {
            return text;
        }
        if (text.indexOf('.') < 0) {
            return text;
        }
        BigDecimal number = new BigDecimal(text);
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static String trimRight(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }
}
