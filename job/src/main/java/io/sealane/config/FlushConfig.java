package io.sealane.config;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a writer sends what it holds, whichever comes first; always at a checkpoint.
 *
 * @param rows rows held
 * @param bytes bytes of column text and of large values held
 * @param interval time since the first row held
 * @param directory where a writer's machine keeps large values until they are sent; null for the directory of its JVM
 *     for temporary files
 */
public record FlushConfig(
        int rows, long bytes, Duration interval, @Nullable String directory) implements Serializable {
    private static final long serialVersionUID = 1L;
}
