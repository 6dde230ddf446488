package io.sealane.chaos.history;

import java.util.List;

/**
 * One transaction as a writer's dice gave it.
 *
 * @param guarded each step runs in its own subtransaction, so that a step that fails (a lock not had in time, a key
 *     already there, a deadlock) undoes itself alone; else it undoes the transaction
 * @param repeatableRead isolation REPEATABLE READ instead of READ COMMITTED
 * @param asynchronous {@code synchronous_commit = off}: visible before it is durable
 * @param committed false: ROLLBACK at the end
 * @param restMillis how long the writer rests afterwards
 */
record TransactionPlan(
        List<Step> steps,
        boolean guarded,
        boolean repeatableRead,
        boolean asynchronous,
        boolean committed,
        int restMillis) {}
