package io.sealane.chaos.fault;

/** What a run does to the migration, and whether it can be done while the table snapshot is copied and while it streams. */
public enum FaultKind {
    TASK_FAILS_WHILE_WRITING(true, true),
    TASK_FAILS_BEFORE_FLUSH(true, true),
    TASK_FAILS_AFTER_FLUSH(true, true),
    CHECKPOINT_DECLINED(true, true),
    CHECKPOINT_NOT_COMPLETED(true, true),
    ORACLE_CUT_BEFORE_COMMIT(true, true),
    ORACLE_CUT_AFTER_COMMIT(true, true),
    ORACLE_CUT_AT_ONCE(true, true),
    ORACLE_STALLED(true, true),
    ORACLE_DEADLOCK(true, true),
    NEWER_WRITER(true, true),
    /** Falls silent, is taken for dead and replaced, and goes on where it stood. */
    JOB_REPLACED(true, true),
    COPY_KILLED(true, false),
    WALSENDER_KILLED(false, true),
    /** Commits are on disk, and so sent, but wait for a standby, and so are not seen. */
    COMMITS_UNSEEN(true, true),
    /** Every process of the server is killed, after a while in which no commit waited for the disk. */
    POSTGRES_CRASHED(true, true),
    STOPPED_WITH_SAVEPOINT(true, true),
    CANCELLED_AND_RESTORED(true, true);

    private final boolean duringCopy;
    private final boolean duringStream;

    FaultKind(boolean duringCopy, boolean duringStream) {
        this.duringCopy = duringCopy;
        this.duringStream = duringStream;
    }

    /** Where a migration stands. */
    public enum Phase {
        COPY,
        STREAM
    }

    boolean happensIn(Phase phase) {
        return phase == Phase.COPY ? duringCopy : duringStream;
    }
}
