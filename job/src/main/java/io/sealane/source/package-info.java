/**
 * The one place that knows Flink CDC: its enumerator, its readers and its split state, with fetch tasks, split assigner and
 * positions of our own.
 *
 * <pre>
 * JobManager   MigrationEnumerator ── ChunkAssigner ── ChunkLedger      which chunk is open, reported, durable
 *                     │                    └── SnapshotPlanner          asks the source, in a worker thread
 *                     │ splits
 * TaskManager  MigrationReader ── CopyTask   ──┐                        in the fetch thread
 *                     ▲           StreamTask ──┴─ Outlet ──▶ queue
 *                     └───────── BatchEmitter ◀─────────────────        in Flink's task thread
 * </pre>
 */
@NullMarked
package io.sealane.source;

import org.jspecify.annotations.NullMarked;
