package io.sealane.chaos.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a run does to the migration, where the job must run for it, and whether it can be done while the table snapshot is
 * copied and while it streams.
 */
public enum FaultKind {
    TASK_FAILS_WHILE_WRITING(Place.THIS_PROCESS, true, true),
    TASK_FAILS_BEFORE_FLUSH(Place.THIS_PROCESS, true, true),
    TASK_FAILS_AFTER_FLUSH(Place.THIS_PROCESS, true, true),
    /** Behind a checkpoint that was taken in the middle of a long transaction. */
    TASK_FAILS_INSIDE_TRANSACTION(Place.THIS_PROCESS, false, true),
    CHECKPOINT_DECLINED(Place.THIS_PROCESS, true, true),
    CHECKPOINT_NOT_COMPLETED(Place.THIS_PROCESS, true, true),
    ORACLE_CUT_BEFORE_COMMIT(Place.THIS_PROCESS, true, true),
    ORACLE_CUT_AFTER_COMMIT(Place.THIS_PROCESS, true, true),
    ORACLE_CUT_AT_ONCE(Place.THIS_PROCESS, true, true),
    ORACLE_STALLED(Place.THIS_PROCESS, true, true),
    /** Copied rows pile up in front of the writers while the stream might begin. */
    ORACLE_STALLED_AT_END_OF_COPY(Place.THIS_PROCESS, true, false),
    ORACLE_DEADLOCK(Place.THIS_PROCESS, true, true),
    NEWER_WRITER(Place.ANYWHERE, true, true),
    /** Falls silent, is taken for dead and replaced, and goes on where it stood. */
    JOB_REPLACED(Place.THIS_PROCESS, true, true),
    COPY_KILLED(Place.ANYWHERE, true, false),
    WALSENDER_KILLED(Place.ANYWHERE, false, true),
    /** Commits are on disk, and so sent, but wait for a standby, and so are not seen. */
    COMMITS_UNSEEN(Place.ANYWHERE, true, true),
    /** Every process of the server is killed, after a while in which no commit waited for the disk. */
    POSTGRES_KILLED(Place.ANYWHERE, true, true),
    STOPPED_WITH_SAVEPOINT(Place.ANYWHERE, true, true),
    CANCELLED_AND_RESTORED(Place.ANYWHERE, true, true),
    TASKMANAGER_KILLED(Place.PROCESSES_OF_ITS_OWN, true, true),
    /** For longer than it takes to be missed and replaced; then it goes on where it was. */
    TASKMANAGER_FROZEN(Place.PROCESSES_OF_ITS_OWN, true, true),
    JOBMANAGER_KILLED(Place.PROCESSES_OF_ITS_OWN, true, true),
    TARGET_KILLED(Place.PROCESSES_OF_ITS_OWN, true, true),
    /** What is sent in one direction, or in both, is swallowed, and no end of the connection is told. */
    SOURCE_HALF_OPEN(Place.PROCESSES_OF_ITS_OWN, true, true),
    TARGET_HALF_OPEN(Place.PROCESSES_OF_ITS_OWN, true, true),
    CHECKPOINT_DISK_FULL(Place.PROCESSES_OF_ITS_OWN, true, true);

    private final Place place;
    private final boolean duringCopy;
    private final boolean duringStream;

    FaultKind(Place place, boolean duringCopy, boolean duringStream) {
        this.place = place;
        this.duringCopy = duringCopy;
        this.duringStream = duringStream;
    }

    /** Where the job runs when a fault is done to it. */
    public enum Place {
        THIS_PROCESS,
        PROCESSES_OF_ITS_OWN,
        ANYWHERE
    }

    /** Where a migration stands. */
    public enum Phase {
        COPY,
        STREAM
    }

    /** Those that can be done to a job that runs there. */
    public static List<FaultKind> doneIn(Place where) {
        return Arrays.stream(values())
                .filter(kind -> kind.place == where || kind.place == Place.ANYWHERE)
                .toList();
    }

    /** In words, for the summary. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean happensIn(Phase phase) {
        return phase == Phase.COPY ? duringCopy : duringStream;
    }
}
