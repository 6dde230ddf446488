/**
 * Everything that talks to the source database, free of Flink and Flink CDC: connections, catalog, slot and publication.
 * {@code copy} reads table snapshots, {@code stream} reads changes.
 */
@NullMarked
package io.sealane.source.postgres;

import org.jspecify.annotations.NullMarked;
