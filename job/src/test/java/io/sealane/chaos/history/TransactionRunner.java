package io.sealane.chaos.history;

import io.sealane.chaos.history.Change.Kind;
import io.sealane.testing.TestPostgres;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.postgresql.PGConnection;

/**
 * Carries out transaction plans over one connection at a time and enters what they committed into the ledger. Versions are given
 * in the order of the plans, whether or not a step finds its rows. Used by one thread.
 */
final class TransactionRunner implements Step.Performer, AutoCloseable {
    /** Each writer has its own remainder of a version by this. */
    private static final int WRITERS = 64;
    /** What two writers of one row may do to each other: unique, serialization, deadlock, lock timeout. */
    private static final Set<String> CONFLICTS = Set.of("23505", "40001", "40P01", "55P03");

    private final SourceLink link;
    private final int writer;
    private final BooleanSupplier lazyCommits;
    private Connection connection;
    private long begun;
    private long written;
    private boolean guarded;
    private boolean streamed;
    private List<Change> changes = new ArrayList<>();

    /** @param lazyCommits whether no commit waits for the disk now, whatever its plan says */
    TransactionRunner(TestPostgres postgres, int writer, BooleanSupplier lazyCommits)
            throws SQLException, InterruptedException {
        this.writer = writer;
        this.lazyCommits = lazyCommits;
        this.link = new SourceLink(
                postgres,
                "SET lock_timeout = '700ms'",
                "SET deadlock_timeout = '100ms'",
                "SET application_name = 'chaos writer " + writer + "'");
        this.connection = link.connection();
    }

    /**
     * Runs one plan to its end; a conflict with another writer undoes a guarded step, or else the transaction. A crash of
     * the server ends it too, and leaves open whether it was committed.
     *
     * @param streamed marks the changes; see {@link Change#streamed()}
     */
    void run(TransactionPlan plan, boolean streamed, Ledger ledger) throws SQLException, InterruptedException {
        this.guarded = plan.guarded();
        this.streamed = streamed;
        this.changes = new ArrayList<>();
        long transaction = ++begun * WRITERS + writer;
        boolean committing = false;
        connection = link.connection();
        connection.setAutoCommit(false);
        try {
            begin(plan, transaction);
            committing = perform(plan.steps()) && plan.committed();
            if (committing) {
                if (plan.asynchronous() || lazyCommits.getAsBoolean()) {
                    execute("SET LOCAL synchronous_commit = off");
                }
                connection.commit();
            } else {
                connection.rollback();
            }
        } catch (SQLException e) {
            link.lose(e);
        }
        if (committing) {
            ledger.commit(transaction, changes);
        } else {
            ledger.rollback();
        }
    }

    private void begin(TransactionPlan plan, long transaction) throws SQLException {
        execute("SET TRANSACTION ISOLATION LEVEL " + (plan.repeatableRead() ? "REPEATABLE READ" : "READ COMMITTED"));
        execute("INSERT INTO " + Ledger.COMMITTED + " VALUES (" + transaction + ")");
    }

    /** Whether the transaction is still usable afterwards. */
    private boolean perform(List<Step> steps) throws SQLException {
        for (Step step : steps) {
            if (!(guarded ? performGuarded(step) : performBare(step))) {
                return false;
            }
        }
        return true;
    }

    private boolean performBare(Step step) throws SQLException {
        try {
            step.performBy(this);
            return true;
        } catch (SQLException e) {
            expectConflict(e);
            return false;
        }
    }

    private boolean performGuarded(Step step) throws SQLException {
        int before = changes.size();
        Savepoint savepoint = connection.setSavepoint();
        try {
            step.performBy(this);
            connection.releaseSavepoint(savepoint);
        } catch (SQLException e) {
            expectConflict(e);
            connection.rollback(savepoint);
            forgetSince(before);
        }
        return true;
    }

    private static void expectConflict(SQLException e) throws SQLException {
        if (!CONFLICTS.contains(e.getSQLState())) {
            throw e;
        }
    }

    private void forgetSince(int size) {
        changes.subList(size, changes.size()).clear();
    }

    @Override
    public void upsert(Step.Upsert step) throws SQLException {
        ChaosTable table = step.table();
        RowTexts rows = RowTexts.of(
                table, table.columns(), step.rows(), 0, versions(step.rows().size()));
        change(table, Kind.ASSIGNED, new Statements(table).upsert(step.longText()), rows.arrays());
    }

    @Override
    public void update(Step.Update step) throws SQLException {
        ChaosTable table = step.table();
        Statements statements = new Statements(table);
        RowTexts rows = RowTexts.of(
                table,
                statements.updateColumns(step.longText()),
                step.rows(),
                0,
                versions(step.rows().size()));
        change(table, Kind.ASSIGNED, statements.update(step.longText()), rows.arrays());
    }

    @Override
    public void delete(Step.Delete step) throws SQLException {
        ChaosTable table = step.table();
        change(
                table,
                Kind.DELETED,
                new Statements(table).delete(),
                RowTexts.keys(table, step.rows()).arrays());
    }

    @Override
    public void move(Step.Move step) throws SQLException {
        ChaosTable table = step.table();
        Statements statements = new Statements(table);
        List<String[]> arrays =
                new ArrayList<>(RowTexts.keys(table, step.from()).arrays());
        arrays.addAll(RowTexts.of(
                        table,
                        statements.updateColumns(false),
                        step.to(),
                        step.spelling(),
                        versions(step.to().size()))
                .arrays());
        change(table, Kind.ASSIGNED, statements.move(), arrays);
    }

    @Override
    public void copyIn(Step.CopyIn step) throws SQLException {
        ChaosTable table = step.table();
        long[] versions = versions(step.rows().size());
        RowTexts rows = RowTexts.of(table, table.columns(), step.rows(), 0, versions);
        try {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(new Statements(table).copyIn(), new StringReader(rows.copyText()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot copy into " + table, e);
        }
        for (int i = 0; i < versions.length; i++) {
            String key = String.join("|", table.keyOf(step.rows().get(i), 0));
            changes.add(new Change(table, Kind.ASSIGNED, key, versions[i], streamed));
        }
    }

    @Override
    public void noise(Step.Noise step) throws SQLException {
        execute("INSERT INTO " + History.NOISE + " (filler) SELECT repeat(md5(g::text), 6) FROM generate_series(1, "
                + step.rows() + ") g");
    }

    @Override
    public void pause(Step.Pause step) throws SQLException {
        execute("SELECT pg_sleep(" + step.millis() + " / 1000.0)");
    }

    @Override
    public void savepoint(Step.Savepoint step) throws SQLException {
        int before = changes.size();
        Savepoint savepoint = connection.setSavepoint();
        for (Step inner : step.steps()) {
            inner.performBy(this);
        }
        if (step.rolledBack()) {
            connection.rollback(savepoint);
            forgetSince(before);
        } else {
            connection.releaseSavepoint(savepoint);
        }
    }

    private void change(ChaosTable table, Kind kind, String sql, List<String[]> arrays) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arrays.size(); i++) {
                statement.setArray(i + 1, connection.createArrayOf("text", arrays.get(i)));
            }
            try (ResultSet changed = statement.executeQuery()) {
                while (changed.next()) {
                    changes.add(new Change(table, kind, changed.getString(1), changed.getLong(2), streamed));
                }
            }
        }
    }

    private long[] versions(int count) {
        long[] versions = new long[count];
        for (int i = 0; i < count; i++) {
            versions[i] = ++written * WRITERS + writer;
        }
        return versions;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        link.close();
    }
}
