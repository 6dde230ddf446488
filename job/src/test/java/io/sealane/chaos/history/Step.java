package io.sealane.chaos.history;

import java.sql.SQLException;
import java.util.List;

/**
 * One step of a transaction, drawn before anything is known of the database: a step that finds no row, or another
 * writer's, is as good a step as any.
 */
sealed interface Step {
    void performBy(Performer performer) throws SQLException;

    /** What carries steps out: one method per variant. */
    interface Performer {
        void upsert(Upsert step) throws SQLException;

        void update(Update step) throws SQLException;

        void delete(Delete step) throws SQLException;

        void move(Move step) throws SQLException;

        void copyIn(CopyIn step) throws SQLException;

        void noise(Noise step) throws SQLException;

        void pause(Pause step) throws SQLException;

        void savepoint(Savepoint step) throws SQLException;
    }

    /** INSERT … ON CONFLICT DO UPDATE of several rows; the long text of a row that exists stays unless {@code longText}. */
    record Upsert(ChaosTable table, List<Long> rows, boolean longText) implements Step {
        @Override
        public void performBy(Performer performer) throws SQLException {
            performer.upsert(this);
        }
    }

    /** One UPDATE of several rows; without {@code longText} their TOASTed values stay unchanged. */
    record Update(ChaosTable table, List<Long> rows, boolean longText) implements Step {
        @Override
        public void performBy(Performer performer) throws SQLException {
            performer.update(this);
        }
    }

    record Delete(ChaosTable table, List<Long> rows) implements Step {
        @Override
        public void performBy(Performer performer) throws SQLException {
            performer.delete(this);
        }
    }

    /**
     * One UPDATE that moves the keys of several rows, their TOASTed values unchanged. A row may move onto itself: then
     * only the spelling of its key changes.
     */
    record Move(ChaosTable table, List<Long> from, List<Long> to, int spelling) implements Step {
        @Override
        public void performBy(Performer performer) throws SQLException {
            performer.move(this);
        }
    }

    /** COPY … FROM STDIN of new rows. */
    record CopyIn(ChaosTable table, List<Long> rows) implements Step {
        @Override
        public void performBy(Performer performer) throws SQLException {
            performer.copyIn(this);
        }
    }

    /** Writes to a table that is not published. */
    record Noise(int rows) implements Step {
        @Override
        public void performBy(Performer performer) throws SQLException {
            performer.noise(this);
        }
    }

    /** Waits with the transaction open. */
    record Pause(int millis) implements Step {
        @Override
        public void performBy(Performer performer) throws SQLException {
            performer.pause(this);
        }
    }

    /** Steps in a subtransaction. */
    record Savepoint(List<Step> steps, boolean rolledBack) implements Step {
        @Override
        public void performBy(Performer performer) throws SQLException {
            performer.savepoint(this);
        }
    }
}
