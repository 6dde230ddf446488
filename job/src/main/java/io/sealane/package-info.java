/** The job as a whole: read {@link io.sealane.MigrationJob} and {@link io.sealane.Stage} first, then the packages in the order data flows. */
@NullMarked
package io.sealane;

import org.jspecify.annotations.NullMarked;
