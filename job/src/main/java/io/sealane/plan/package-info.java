/**
 * Makes the migration's plan out of the configuration, the source's catalog and the target's dictionary, and reports
 * all that stands in its way at once.
 */
@NullMarked
package io.sealane.plan;

import org.jspecify.annotations.NullMarked;
