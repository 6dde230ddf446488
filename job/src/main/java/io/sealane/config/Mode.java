package io.sealane.config;

import io.sealane.config.yaml.Words;

/** What the job copies and for how long it runs. */
public enum Mode {
    /** Copy, replay to the consistency point, finish. */
    FULL,
    /** Copy, then apply changes until it is stopped. */
    FULL_AND_INCREMENTAL,
    /** Apply the changes of an existing slot; copy nothing. */
    INCREMENTAL;

    /** As the configuration writes it. */
    public String text() {
        return Words.of(this);
    }
}
