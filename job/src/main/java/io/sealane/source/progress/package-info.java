/**
 * How far the whole job is, beyond what one reader or writer can see: the coordinator asks both databases, and shows what
 * it found as metrics, in its own process and, because the web UI shows only tasks' metrics, through the first reader.
 */
@NullMarked
package io.sealane.source.progress;

import org.jspecify.annotations.NullMarked;
