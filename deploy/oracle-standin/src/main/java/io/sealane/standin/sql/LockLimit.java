package io.sealane.standin.sql;

import java.time.Duration;

/**
 * How long a statement waits for row locks, and the error when it waited in vain. SQL Language Reference, "SELECT",
 * for_update_clause: without NOWAIT and WAIT the database waits until the row is available.
 */
record LockLimit(Duration longest, int code, String message) {
    static final LockLimit NONE = new LockLimit(Duration.ofDays(365), 54, "");
    static final LockLimit NOWAIT = busy(Duration.ZERO);
    /**
     * DDL takes its table locks at once or fails. Two seconds bridge H2's own short locks, which Oracle does not have.
     */
    static final LockLimit DDL = busy(Duration.ofSeconds(2));

    private static LockLimit busy(Duration longest) {
        return new LockLimit(longest, 54, "resource busy and acquire with NOWAIT specified or timeout expired");
    }

    static LockLimit seconds(long seconds) {
        return new LockLimit(Duration.ofSeconds(seconds), 30006, "resource busy; acquire with WAIT timeout expired");
    }
}
