package io.sealane.standin.fault;

/** Decides the fate of commits; called on session threads, one commit at a time. */
@FunctionalInterface
public interface CommitRule {
    CommitFate fate(CommitAttempt attempt);
}
