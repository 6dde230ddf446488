/** What runs in a reader: the two fetch tasks, the way from their threads to Flink's, and what it counts. */
@NullMarked
package io.sealane.source.fetch;

import org.jspecify.annotations.NullMarked;
