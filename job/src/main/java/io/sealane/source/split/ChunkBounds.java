package io.sealane.source.split;

import io.sealane.source.postgres.copy.KeyRange;
import java.nio.charset.StandardCharsets;
import org.apache.flink.cdc.connectors.base.source.meta.split.SnapshotSplit;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;

/**
 * A chunk's bounds in a split of Flink CDC: UTF-8 bytes, because Flink CDC prints splits into its log and its messages, and so
 * the key values in a bound do not get there. A {@code byte[]} needs no class of ours to be read from an old savepoint.
 */
public final class ChunkBounds {
    /** Flink CDC wants a type of the key; nobody uses it. */
    public static final RowType TYPE =
            (RowType) DataTypes.ROW(DataTypes.FIELD("bound", DataTypes.BYTES())).getLogicalType();

    private ChunkBounds() {}

    public static Object @Nullable [] bound(@Nullable String sql) {
        return sql == null ? null : new Object[] {sql.getBytes(StandardCharsets.UTF_8)};
    }

    public static KeyRange rangeOf(SnapshotSplit split) {
        return new KeyRange(text(split.getSplitStart()), text(split.getSplitEnd()));
    }

    private static @Nullable String text(Object @Nullable [] bound) {
        return bound == null ? null : new String((byte[]) bound[0], StandardCharsets.UTF_8);
    }
}
