package io.sealane.standin.fault;

import java.util.Set;

/**
 * A commit about to take effect.
 *
 * @param ordinal counts all commits of the stand-in since its start, from 1
 * @param session the session's number
 * @param user the session's user
 * @param tables names of the tables changed in this transaction, without their owners
 * @param rows rows inserted, updated and deleted in this transaction
 */
public record CommitAttempt(long ordinal, int session, String user, Set<String> tables, long rows) {}
