/** What the demo shows while it runs: measured at both databases, not asked of the job. */
@NullMarked
package io.sealane.demo.progress;

import org.jspecify.annotations.NullMarked;
