package io.sealane.mapping;

import io.sealane.model.LargeText;
import io.sealane.model.Operation;
import io.sealane.model.RowText;
import io.sealane.model.SourceTable;
import io.sealane.oracle.TargetTable;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One table's way from source to target.
 *
 * @param number index in {@link MigrationPlan#tables()}; what a {@code RowEvent} carries
 * @param sourceIndexes for each target column in bind order the index of the source column it comes from
 * @param operations changes that are applied; others are dropped and counted
 * @param key how a row's key is told from others
 */
public record TablePlan(
        int number,
        SourceTable source,
        TargetTable target,
        List<Integer> sourceIndexes,
        Set<Operation> operations,
        CanonicalKey key)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public TablePlan {
        sourceIndexes = List.copyOf(sourceIndexes);
        operations = Set.copyOf(operations);
        if (sourceIndexes.size() != target.columns().size()) {
            throw new IllegalArgumentException("BUG: " + source.id() + " maps " + sourceIndexes.size() + " columns to "
                    + target.columns().size());
        }
    }

    public TablePlan(
            int number,
            SourceTable source,
            TargetTable target,
            List<Integer> sourceIndexes,
            Set<Operation> operations) {
        this(number, source, target, sourceIndexes, operations, CanonicalKey.of(source, target, sourceIndexes));
    }

    /** The row in the target's bind order. */
    public RowText project(RowText sourceRow) {
        return sourceRow.select(sourceIndexes);
    }

    /** The large values of a row in the source's column order that the target takes, in the order of its columns. */
    public List<LargeText> largeTexts(RowText sourceRow) {
        if (!sourceRow.hasLarge()) {
            return List.of();
        }
        return IntStream.range(0, sourceRow.columns())
                .filter(sourceIndexes::contains)
                .mapToObj(sourceRow::largeText)
                .filter(Objects::nonNull)
                .toList();
    }

    /** The canonical key of a row in the source's column order. */
    public String sourceKey(RowText sourceRow) {
        return key.ofSource(sourceRow);
    }

    /** The canonical key of a row in the target's bind order; equal to the source row's. */
    public String targetKey(RowText targetRow) {
        return key.ofTarget(targetRow);
    }
}
