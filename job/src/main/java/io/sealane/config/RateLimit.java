package io.sealane.config;

import java.io.Serializable;

/**
 * Upper bounds for the whole job, whatever its parallelism.
 *
 * @param rowsPerSecond rows or changes a second; 0 for no limit
 * @param bytesPerSecond bytes of column text a second; 0 for no limit
 */
public record RateLimit(long rowsPerSecond, long bytesPerSecond) implements Serializable {
    private static final long serialVersionUID = 1L;

    public static final RateLimit NONE = new RateLimit(0, 0);

    public RateLimit {
        if (rowsPerSecond < 0 || bytesPerSecond < 0) {
            throw new IllegalArgumentException("Invalid rate limit: " + rowsPerSecond + " rows/s, " + bytesPerSecond
                    + " bytes/s. Give a positive number, or leave it out for no limit.");
        }
    }
}
