/**
 * Says whether the target equals the source, and whether each change took effect exactly once. Shares no code with the
 * product: the source is read as PostgreSQL's text, the target by plain JDBC, and applied changes are counted by row
 * triggers inside the target database.
 */
@NullMarked
package io.sealane.chaos.reconcile;

import org.jspecify.annotations.NullMarked;
