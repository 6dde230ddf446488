package io.sealane.config;

/** What the job copies and for how long it runs. */
public enum Mode {
    /** Copy, replay to the consistency point, finish. */
    FULL,
    /** Copy, then apply changes until it is stopped. */
    FULL_AND_INCREMENTAL,
    /** Apply the changes of an existing slot; copy nothing. */
    INCREMENTAL
}
