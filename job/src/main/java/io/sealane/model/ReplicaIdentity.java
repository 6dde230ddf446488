package io.sealane.model;

/** What PostgreSQL logs of an old row: {@code pg_class.relreplident}. */
public enum ReplicaIdentity {
    DEFAULT,
    FULL,
    INDEX,
    NOTHING
}
