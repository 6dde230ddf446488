package io.sealane.demo.progress;

/**
 * How far the target is behind.
 *
 * @param bytes WAL that the source has written and the target has not applied
 * @param millis age of the newest moment of which everything has been applied
 */
public record Lag(long bytes, long millis) {}
