package io.sealane.model;

import org.jspecify.annotations.Nullable;

/** A row or a change of one row of one table, with one key. */
public sealed interface RowEvent extends LaneEvent {
    /** Number of the table in the migration's plan ({@code MigrationPlan.tables()}). */
    int table();

    /** Where in the stream it stands; null for a copied row. */
    @Nullable
    Position position();

    /** The row as it is from now on; null for one that is no more. */
    @Nullable
    RowText after();

    /** Bytes of text that the event carries, for limits on bytes; large values are not in it. */
    int size();

    /** A row read by COPY. All columns present. */
    record CopiedRow(int lane, int table, RowText row) implements RowEvent {
        @Override
        public @Nullable Position position() {
            return null;
        }

        @Override
        public RowText after() {
            return row;
        }

        @Override
        public int size() {
            return row.size();
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.copied(this);
        }
    }

    /**
     * A row that appeared under its key.
     *
     * @param operation INSERT, or UPDATE for the second half of an update that moved the key; in that case columns of
     *     {@code after} may be unchanged TOAST values
     */
    record Insert(int lane, int table, Position position, Operation operation, RowText after) implements RowEvent {
        @Override
        public int size() {
            return after.size();
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.insert(this);
        }
    }

    /**
     * A row that changed under its key.
     *
     * @param before the whole old row under REPLICA IDENTITY FULL, else null; its large values do not travel
     * @param after the new row; its unchanged TOAST values are filled from {@code before} where that is known
     */
    record Update(
            int lane,
            int table,
            Position position,
            @Nullable RowText before,
            RowText after) implements RowEvent {
        @Override
        public int size() {
            return after.size() + (before == null ? 0 : before.size());
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.update(this);
        }
    }

    /**
     * A row that disappeared from under its key.
     *
     * @param operation DELETE, or UPDATE for the first half of an update that moved the key
     * @param before the old row; only its key columns are sure to be there
     */
    record Delete(int lane, int table, Position position, Operation operation, RowText before) implements RowEvent {
        @Override
        public @Nullable RowText after() {
            return null;
        }

        @Override
        public int size() {
            return before.size();
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.delete(this);
        }
    }
}
