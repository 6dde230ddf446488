/**
 * The source: Flink CDC's, with every part replaced that loses data. This package and {@code chunk}, {@code fetch} and {@code
 * split} below it are the only ones that know Flink CDC.
 *
 * <pre>
 * JobManager   MigrationEnumerator ── ChunkAssigner ── ChunkLedger     which chunk is open, reported, durable
 *  (chunk)            │     └── SnapshotPlanner                        asks the source, in a worker thread
 *                     │ splits
 * TaskManager  MigrationReader ──▶ CopyTask   ──┐                      in the fetcher's thread
 *  (fetch)            ▲            StreamTask ──┴─ Outlet ──▶ queue
 *                     └────────── BatchEmitter ◀───────────────        in Flink's task thread
 * </pre>
 */
@NullMarked
package io.sealane.source;

import org.jspecify.annotations.NullMarked;
