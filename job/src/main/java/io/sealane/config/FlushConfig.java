package io.sealane.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * When a writer sends what it holds, whichever comes first; always at a checkpoint.
 *
 * @param rows rows held
 * @param bytes bytes of column text held
 * @param interval time since the first row held
 */
public record FlushConfig(int rows, long bytes, Duration interval) implements Serializable {
    private static final long serialVersionUID = 1L;
}
