/** The job as a user runs it, on a Flink cluster in this process: begun, stopped, restored, watched. */
@NullMarked
package io.sealane.chaos.job;

import org.jspecify.annotations.NullMarked;
