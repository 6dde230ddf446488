package io.sealane.demo.shop;

/**
 * What the load has done so far.
 *
 * @param committed transactions committed
 * @param rolledBack transactions rolled back, on purpose or because they lost against another (deadlock, taken key)
 */
public record LoadCounts(long committed, long rolledBack) {}
