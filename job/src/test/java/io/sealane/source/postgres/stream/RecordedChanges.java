package io.sealane.source.postgres.stream;

import io.sealane.model.Lsn;
import io.sealane.model.RowText;
import io.sealane.model.SourceTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what a stream hands out, each change as one line: {@code update items [1, -] -> [1, b]}. */
public final class RecordedChanges implements ChangeHandler {
    final List<String> changes = new ArrayList<>();
    final List<RowText> rows = new ArrayList<>();
    final List<RowText> olds = new ArrayList<>();
    final List<Lsn> commits = new ArrayList<>();
    Lsn begun = Lsn.ZERO;
    Lsn end = Lsn.ZERO;
    long commitMicros;

    public List<RowText> rows() {
        return rows;
    }

    public List<Lsn> commits() {
        return commits;
    }

    @Override
    public void begin(Lsn commitLsn, long commitMicros) {
        begun = commitLsn;
        this.commitMicros = commitMicros;
    }

    @Override
    public void insert(SourceTable table, RowText after) {
        rows.add(after);
        changes.add("insert " + table.id().table() + " " + shown(after));
    }

    @Override
    public void update(SourceTable table, @Nullable RowText old, RowText after) {
        rows.add(after);
        if (old != null) {
            olds.add(old);
        }
        changes.add("update " + table.id().table() + " " + (old == null ? "" : shown(old) + " -> ") + shown(after));
    }

    @Override
    public void delete(SourceTable table, RowText old) {
        changes.add("delete " + table.id().table() + " " + shown(old));
    }

    @Override
    public void truncate(List<SourceTable> tables) {
        changes.add(
                "truncate " + tables.stream().map(table -> table.id().table()).toList());
    }

    @Override
    public void commit(Lsn commitLsn, Lsn endLsn, long commitMicros) {
        commits.add(commitLsn);
        end = endLsn;
    }

    private static String shown(RowText row) {
        List<@Nullable String> texts = new ArrayList<>();
        for (int i = 0; i < row.columns(); i++) {
            texts.add(
                    row.isUnchanged(i)
                            ? "-"
                            : row.isLarge(i)
                                    ? row.large(i).bytes() + " bytes"
                                    : row.length(i) > 100 ? row.length(i) + " bytes" : row.text(i));
        }
        return texts.toString();
    }
}
