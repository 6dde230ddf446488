package io.sealane.standin.session;

import io.sealane.standin.fault.Faults;
import io.sealane.standin.fault.SessionFaults;
import io.sealane.standin.session.Reply.RowError;
import io.sealane.standin.session.RowSender.Sent;
import io.sealane.standin.sql.OracleException;
import io.sealane.standin.sql.SqlSession;
import io.sealane.standin.sql.SqlStatement;
import io.sealane.standin.sql.StatementKind;
import io.sealane.standin.sql.TableName;
import io.sealane.standin.wire.WireReader;
import io.sealane.standin.wire.WireWriter;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs function 94: statements of every kind, once or for an array of bound rows. */
final class Execution {
    private static final Pattern GATHERS_STATISTICS =
            Pattern.compile("^\\s*BEGIN\\s+DBMS_STATS\\.GATHER_TABLE_STATS\\b", Pattern.CASE_INSENSITIVE);

    private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

    private final SqlSession sql;
    private final Cursors cursors;
    private final Lobs lobs;
    private final RowSender rowSender;
    private final Transaction transaction;
    private final SessionFaults faults;
    private final Events events;
    private final Predicate<TableName> discards;
    private final StatementWatch watch;
    private final String program;

    Execution(
            SqlSession sql,
            Cursors cursors,
            Lobs lobs,
            RowSender rowSender,
            Transaction transaction,
            SessionFaults faults,
            Backend backend,
            String program) {
        this.sql = sql;
        this.cursors = cursors;
        this.lobs = lobs;
        this.rowSender = rowSender;
        this.transaction = transaction;
        this.faults = faults;
        this.events = backend.events();
        this.discards = backend.discards();
        this.watch = backend.watch();
        this.program = program;
    }

    /** A call with the cursor it is for and the rows it brought. */
    private record Request(ExecuteCall call, Cursor cursor, List<@Nullable Object[]> rows, int sequence) {}

    void run(int function, WireReader in, WireWriter out, int sequence) throws IOException, OracleException {
        ExecuteCall call =
                function == ExecuteCall.FUNCTION ? ExecuteCall.read(in) : ExecuteCall.readAgain(in, function);
        Cursor cursor;
        try {
            cursor = cursorFor(call);
            call = cursor.completed(call);
        } catch (OracleException e) {
            // The rows must be read all the same, or the next call would begin in the midst of them.
            call.readRows(in, ExecuteCall.RowOrder.LONG_VALUES_LAST, lobs);
            throw e;
        }
        boolean block = cursor.statement().kind() == StatementKind.BLOCK;
        ExecuteCall.RowOrder order = block ? ExecuteCall.RowOrder.BY_POSITION : ExecuteCall.RowOrder.LONG_VALUES_LAST;
        List<@Nullable Object[]> rows = call.readRows(in, order, lobs);
        events.called();
        run(new Request(call, cursor, rows, sequence), out);
    }

    private Cursor cursorFor(ExecuteCall call) throws OracleException {
        if (call.sql().isEmpty()) {
            return cursors.find(call.cursor());
        }
        LOG.trace("Parsing sql={}", call.sql());
        watch.sent(program, call.sql());
        SqlStatement statement = SqlStatement.parse(call.sql());
        return call.cursor() == 0 ? cursors.open(statement) : cursors.reopen(call.cursor(), statement);
    }

    private void run(Request request, WireWriter out) throws IOException, OracleException {
        SqlStatement statement = request.cursor().statement();
        if (statement.kind().changesRows()) {
            change(request, out);
            return;
        }
        Optional<Faults.DueError> due = faults.beforeStatement(statement.text());
        if (due.isPresent()) {
            throw due.get().error();
        }
        switch (statement.kind()) {
            case QUERY -> query(request, out);
            case BLOCK -> block(request, out);
            default -> {
                if (request.call().executes()) {
                    control(statement);
                }
                Reply.executed(out, request.cursor().number(), null, 0);
                Reply.success(out, end(request, 0));
            }
        }
    }

    private Reply.End end(Request request, long rows) {
        return new Reply.End(
                transaction.callStatus(), request.sequence(), request.cursor().number(), rows);
    }

    private void control(SqlStatement statement) throws OracleException, ConnectionCutException {
        boolean partial = statement.text().toUpperCase(java.util.Locale.ROOT).contains(" TO ");
        switch (statement.kind()) {
            case COMMIT -> transaction.commit();
            case ROLLBACK -> {
                if (partial) {
                    sql.run(statement);
                } else {
                    transaction.rollback();
                }
            }
            case DDL -> {
                transaction.commit();
                sql.run(statement);
            }
            default -> sql.run(statement);
        }
    }

    private void query(Request request, WireWriter out) throws IOException, OracleException {
        ExecuteCall call = request.call();
        Cursor cursor = request.cursor();
        // A fetch alone, as of a cursor that a block has opened, must leave the open rows as they are.
        if (call.executes() || cursor.rows() == null) {
            PreparedStatement prepared = cursor.prepared(sql, call.binds());
            if (call.executes()) {
                bindRow(request, prepared);
                cursor.openRows(sql.query(prepared, cursor.statement()));
            }
        }
        cursor.define(call.defines());
        boolean fetches = call.fetches();
        if (!call.sql().isEmpty()) {
            rowSender.describe(cursor);
            fetches = fetches && rowSender.sendsAhead(cursor);
        }
        Sent sent = fetches ? rowSender.send(cursor, call.fetchLimit()) : new Sent(0, false);
        if (call.commits()) {
            transaction.commit();
        }
        Reply.executed(out, cursor.number(), null, 0);
        if (sent.atEnd()) {
            Reply.endOfData(out, end(request, sent.rows()));
        } else {
            Reply.success(out, end(request, sent.rows()));
        }
    }

    private void bindRow(Request request, PreparedStatement prepared) throws OracleException {
        if (request.rows().isEmpty()) {
            return;
        }
        SqlStatement statement = request.cursor().statement();
        try {
            new RowBinder(sql, statement, request.call().binds())
                    .bind(prepared, request.rows().get(0));
        } catch (SQLException e) {
            throw sql.translate(e, statement);
        }
    }

    private void block(Request request, WireWriter out) throws IOException, OracleException {
        if (GATHERS_STATISTICS.matcher(request.cursor().statement().text()).find()) {
            // DatabaseMetaData.getIndexInfo sends it first; there are no statistics here, and the DDL it is commits.
            transaction.commit();
            Reply.executed(out, request.cursor().number(), null, 0);
            Reply.success(out, end(request, 1));
            return;
        }
        RefCursorBlock block = RefCursorBlock.parse(request.cursor().statement());
        Cursor opened = cursors.open(block.query());
        List<BindDescription> binds = block.queryBinds(request.call().binds());
        PreparedStatement prepared = opened.prepared(sql, binds);
        @Nullable
        Object[] row = request.rows().isEmpty() ? new Object[0] : request.rows().get(0);
        try {
            new RowBinder(sql, block.query(), binds).bind(prepared, block.queryRow(row));
        } catch (SQLException e) {
            throw sql.translate(e, block.query());
        }
        opened.openRows(sql.query(prepared, block.query()));
        block.answer(out, opened, rowSender);
        Reply.executed(out, request.cursor().number(), null, 0);
        Reply.success(out, end(request, 1));
    }

    /** What became of an array: how many rows ran, what each changed, and which failed. */
    private static final class Outcome {
        private final long[] counts;
        private final List<RowError> errors = new ArrayList<>();
        private int done;
        private long total;
        private @Nullable OracleException failure;

        Outcome(int size) {
            counts = new long[size];
        }

        void count(long rows) {
            counts[done++] = rows;
            total += rows;
        }
    }

    private void change(Request request, WireWriter out) throws IOException, OracleException {
        ExecuteCall call = request.call();
        SqlStatement statement = request.cursor().statement();
        TableName table = sql.qualified(statement.target().orElse(new TableName("", "")));
        Outcome outcome = new Outcome(Math.max(1, request.rows().size()));
        if (discards.test(table)) {
            discard(outcome);
        } else if (call.executes()) {
            changeRows(request, outcome);
            transaction.changed(statement.kind(), table.table(), outcome.total);
            faults.afterStatement(statement.text());
        }
        if (call.commits() && outcome.failure == null && outcome.errors.isEmpty()) {
            transaction.commit();
        }
        Reply.executed(out, request.cursor().number(), call.wantsCounts() ? outcome.counts : null, outcome.done);
        Reply.End end = end(request, outcome.total);
        if (outcome.failure != null) {
            events.failed();
            Reply.error(out, end, outcome.failure);
        } else if (!outcome.errors.isEmpty()) {
            events.failed();
            Reply.rowErrors(out, end, outcome.errors);
        } else {
            Reply.success(out, end);
        }
    }

    private void discard(Outcome outcome) {
        for (int i = 0; i < outcome.counts.length; i++) {
            outcome.count(1);
        }
        events.discarded(outcome.total);
    }

    /**
     * Stops at the first error and keeps the rows before it, or goes on and collects the errors, as the client asked.
     * JDBC Developer's Guide, "Update Batching".
     */
    private void changeRows(Request request, Outcome outcome) throws OracleException {
        ExecuteCall call = request.call();
        SqlStatement statement = request.cursor().statement();
        Optional<Faults.DueError> due = faults.beforeStatement(statement.text());
        PreparedStatement prepared = request.cursor().prepared(sql, call.binds());
        RowBinder binder = new RowBinder(sql, statement, call.binds());
        for (int i = 0; i < outcome.counts.length && outcome.failure == null; i++) {
            try {
                if (due.isPresent() && due.get().row() == i) {
                    throw due.get().error();
                }
                if (i < request.rows().size()) {
                    binder.bind(prepared, request.rows().get(i));
                }
                outcome.count(sql.update(prepared, statement));
            } catch (SQLException e) {
                fail(call, outcome, i, sql.translate(e, statement));
            } catch (OracleException e) {
                fail(call, outcome, i, e);
            }
        }
    }

    private void fail(ExecuteCall call, Outcome outcome, int row, OracleException error) {
        if (call.continuesAfterErrors() && !sql.lockWaits().isCancelled()) {
            outcome.errors.add(new RowError(row, error));
            outcome.count(0);
        } else {
            outcome.failure = error;
        }
    }
}
