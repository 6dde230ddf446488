package io.sealane.standin.fault;

import io.sealane.standin.sql.OracleException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * The faults of one stand-in. Nothing happens unless asked for. Threadsafe: tests ask, session threads obey.
 *
 * <pre>
 *   call ──▶ silence? ──▶ raise? ──▶ run ──▶ hold after statement
 *                                     └────▶ commit ──▶ hold before ──▶ fate ──▶ hold after ──▶ answer
 * </pre>
 */
public final class Faults {
    private final Map<Integer, Runnable> connections = new ConcurrentHashMap<>();
    private final List<CommitRule> commitRules = new CopyOnWriteArrayList<>();
    private final List<RaisedError> raisedErrors = new CopyOnWriteArrayList<>();
    private final List<Hold> holdsBeforeCommit = new CopyOnWriteArrayList<>();
    private final List<Hold> holdsAfterCommit = new CopyOnWriteArrayList<>();
    private final List<StatementHold> holdsAfterStatement = new CopyOnWriteArrayList<>();
    private final List<Silence> silences = new CopyOnWriteArrayList<>();
    private final AtomicLong commits = new AtomicLong();

    private record Silence(IntPredicate sessions, Hold hold) {}

    private record StatementHold(Pattern statement, Hold hold) {}

    /** Cuts the connection before each of the next commits takes effect. */
    public void cutBeforeCommit(int times) {
        onCommit(next(times, CommitFate.CUT_BEFORE));
    }

    /** Cuts the connection after each of the next commits took effect, before the client is told. */
    public void cutAfterCommit(int times) {
        onCommit(next(times, CommitFate.CUT_AFTER));
    }

    private static CommitRule next(int times, CommitFate fate) {
        AtomicInteger left = new AtomicInteger(times);
        return attempt -> left.getAndUpdate(n -> Math.max(0, n - 1)) > 0 ? fate : CommitFate.PROCEED;
    }

    /** Lets a rule decide each commit from now on; the first rule that does not say PROCEED wins. */
    public void onCommit(CommitRule rule) {
        commitRules.add(rule);
    }

    /** Holds commits before they take effect. */
    public Hold holdBeforeCommit() {
        return hold(holdsBeforeCommit);
    }

    /** Holds commits after they took effect, before the client is told. */
    public Hold holdAfterCommit() {
        return hold(holdsAfterCommit);
    }

    /**
     * Holds changes of rows whose statement text contains a match after they ran, before the client is told: it has
     * executed, holds its locks, and has not committed.
     */
    public Hold holdAfterStatement(Pattern statement) {
        Hold hold = new Hold();
        holdsAfterStatement.add(new StatementHold(statement, hold));
        return hold;
    }

    private static Hold hold(List<Hold> holds) {
        Hold hold = new Hold();
        holds.add(hold);
        return hold;
    }

    /** Stops answering the sessions chosen by number, from their next call on; their locks stay until the release. */
    public Hold silence(IntPredicate sessions) {
        Hold hold = new Hold();
        silences.add(new Silence(sessions, hold));
        return hold;
    }

    /** Stops answering every session that is connected or will be. */
    public Hold silenceAll() {
        return silence(session -> true);
    }

    /** Raises an ORA code once, at the k-th call (from 1) whose statement text contains a match. */
    public void raise(int code, Pattern statement, int call) {
        raise(code, statement, call, 0);
    }

    /** The same, before the given row (from 0) of the array: the rows before it are applied. */
    public void raise(int code, Pattern statement, int call, int row) {
        raisedErrors.add(new RaisedError(code, statement, call, row));
    }

    /** Cuts every connection now. */
    public void cutAll() {
        cut(session -> true);
    }

    /** Cuts the connections of the sessions chosen by number. */
    public void cut(IntPredicate sessions) {
        connections.forEach((session, cut) -> {
            if (sessions.test(session)) {
                cut.run();
            }
        });
    }

    /** Forgets every rule and releases whatever is held. */
    public void clear() {
        commitRules.clear();
        raisedErrors.clear();
        releaseAndClear(holdsBeforeCommit);
        releaseAndClear(holdsAfterCommit);
        holdsAfterStatement.forEach(held -> held.hold().release());
        holdsAfterStatement.clear();
        silences.forEach(silence -> silence.hold().release());
        silences.clear();
    }

    private static void releaseAndClear(List<Hold> holds) {
        holds.forEach(Hold::release);
        holds.clear();
    }

    /** The stand-in's side: what sessions ask at each point. Not for tests. */
    public SessionFaults forSession(int session, Runnable cut) {
        connections.put(session, cut);
        return new SessionFaults(this, session);
    }

    void forget(int session) {
        connections.remove(session);
    }

    long nextCommit() {
        return commits.incrementAndGet();
    }

    void passSilence(int session) {
        for (Silence silence : silences) {
            if (silence.sessions().test(session)) {
                silence.hold().pass();
            }
        }
    }

    void passAfterStatement(String sql) {
        for (StatementHold held : holdsAfterStatement) {
            if (held.statement().matcher(sql).find()) {
                held.hold().pass();
            }
        }
    }

    void passBeforeCommit() {
        holdsBeforeCommit.forEach(Hold::pass);
    }

    void passAfterCommit() {
        holdsAfterCommit.forEach(Hold::pass);
    }

    CommitFate fate(CommitAttempt attempt) {
        synchronized (commitRules) {
            for (CommitRule rule : commitRules) {
                CommitFate fate = rule.fate(attempt);
                if (fate != CommitFate.PROCEED) {
                    return fate;
                }
            }
            return CommitFate.PROCEED;
        }
    }

    Optional<DueError> dueError(String sql) {
        for (RaisedError raised : raisedErrors) {
            if (raised.isDue(sql)) {
                raisedErrors.remove(raised);
                return Optional.of(new DueError(raised.row(), raised.error()));
            }
        }
        return Optional.empty();
    }

    /** An error to raise before the given row of the call at hand. */
    public record DueError(int row, OracleException error) {}
}
