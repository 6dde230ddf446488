package io.sealane.source.postgres.copy;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table whose key is at or after {@code from} and before {@code to}.
 *
 * <p>Bounds are SQL row expressions as text, {@code ROW('6573'::integer, 'K180'::text)}: the server alone compares them,
 * so neither type nor collation matters here.
 *
 * @param from null for no lower bound
 * @param to null for no upper bound
 */
public record KeyRange(@Nullable String from, @Nullable String to) implements Serializable {
    private static final long serialVersionUID = 1L;

    public static final KeyRange ALL = new KeyRange(null, null);

    /** Shape only: bounds hold key values, which never reach a log. */
    @Override
    public String toString() {
        return "KeyRange[" + mark(from) + ", " + mark(to) + ")";
    }

    private static String mark(@Nullable String bound) {
        return bound == null ? "unbounded" : "#" + Integer.toHexString(bound.hashCode());
    }
}
