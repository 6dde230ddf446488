package io.sealane.mapping;

import io.sealane.model.RowText;
import io.sealane.model.SourceTable;
import io.sealane.oracle.KeyForm;
import io.sealane.oracle.TargetTable;
import io.sealane.oracle.TypePair;
import io.sealane.oracle.TypePairs;
import java.io.Serializable;
import java.util.List;

/**
 * The key as the value that will be stored, so that two texts of one Oracle value are one key and two values are two: {@code
 * 1.0} and {@code 1.00} are the same NUMBER, and not the same VARCHAR2.
 *
 * @param sourceIndexes of the key columns in the source's column order, in key order
 * @param targetIndexes of the same in the target's bind order
 * @param forms of the same
 * @param names of the source's columns, for messages
 */
public record CanonicalKey(
        List<Integer> sourceIndexes, List<Integer> targetIndexes, List<KeyForm> forms, List<String> names)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public CanonicalKey {
        sourceIndexes = List.copyOf(sourceIndexes);
        targetIndexes = List.copyOf(targetIndexes);
        forms = List.copyOf(forms);
        names = List.copyOf(names);
    }

    /** @param columns for each target column in bind order the index of the source column it comes from */
    static CanonicalKey of(SourceTable source, TargetTable target, List<Integer> columns) {
        return new CanonicalKey(
                source.key(),
                target.key(),
                target.key().stream()
                        .map(index -> TypePairs.find(
                                        source.columns().get(columns.get(index)),
                                        target.columns().get(index).type())
                                .map(TypePair::keyForm)
                                .orElse(KeyForm.TEXT))
                        .toList(),
                source.keyColumns().stream().map(column -> column.name()).toList());
    }

    /**
     * Of a row in the source's column order; different keys give different texts.
     *
     * @throws IllegalArgumentException if a key column is NULL or missing
     */
    String ofSource(RowText row) {
        return of(row, sourceIndexes);
    }

    /** Of a row in the target's bind order; equal to the source row's. */
    String ofTarget(RowText row) {
        return of(row, targetIndexes);
    }

    private String of(RowText row, List<Integer> indexes) {
        if (indexes.size() == 1) {
            return canonical(row, indexes, 0);
        }
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < indexes.size(); i++) {
            String text = canonical(row, indexes, i);
            joined.append(text.length()).append(':').append(text);
        }
        return joined.toString();
    }

    private String canonical(RowText row, List<Integer> indexes, int of) {
        int index = indexes.get(of);
        String text = row.isUnchanged(index) ? null : row.text(index);
        if (text == null) {
            throw new IllegalArgumentException("Cannot form the key: column " + names.get(of) + " is NULL or missing");
        }
        return forms.get(of).of(text);
    }
}
