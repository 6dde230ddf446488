package io.sealane.standin.fault;

import java.util.Optional;
import java.util.Set;

/** One session's view of the {@link Faults}. Used by the session thread. */
public final class SessionFaults {
    private final Faults faults;
    private final int session;

    SessionFaults(Faults faults, int session) {
        this.faults = faults;
        this.session = session;
    }

    /** Waits while the session is to be silent. */
    public void beforeCall() {
        faults.passSilence(session);
    }

    public Optional<Faults.DueError> beforeStatement(String sql) {
        return faults.dueError(sql);
    }

    /** Waits while changes by this statement are held. */
    public void afterStatement(String sql) {
        faults.passAfterStatement(sql);
    }

    /** Waits while commits are held, then says what is to become of this one. */
    public CommitFate beforeCommit(String user, Set<String> tables, long rows) {
        faults.passBeforeCommit();
        return faults.fate(new CommitAttempt(faults.nextCommit(), session, user, Set.copyOf(tables), rows));
    }

    public void afterCommit() {
        faults.passAfterCommit();
    }

    /** The connection has ended. */
    public void end() {
        faults.forget(session);
    }
}
