package io.sealane.source.postgres.stream;

import io.sealane.model.Lsn;
import io.sealane.model.RowText;
import io.sealane.model.SourceTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the changes of the stream in order: whole transactions, in commit order, each change as it arrives.
 *
 * <p>Rows are in the column order of their {@link SourceTable}. Of an old row that was logged by its key alone, the other
 * columns are <em>unchanged</em> marks: {@code !old.hasUnchanged()} says that the whole old row is there.
 */
public interface ChangeHandler {
    /**
     * @param commitLsn of the transaction's commit record; every change up to {@link #commit} belongs to it
     * @param commitMicros microseconds since 1970 UTC by the source's clock
     */
    void begin(Lsn commitLsn, long commitMicros);

    void insert(SourceTable table, RowText after);

    /**
     * @param old null if the key did not change and only the key is logged (replica identity DEFAULT, INDEX)
     * @param after large values that the update left alone are <em>unchanged</em> marks, under FULL too
     */
    void update(SourceTable table, @Nullable RowText old, RowText after);

    void delete(SourceTable table, RowText old);

    void truncate(List<SourceTable> tables);

    /** @param endLsn where a reader resumes that has applied this transaction */
    void commit(Lsn commitLsn, Lsn endLsn, long commitMicros);
}
