/** The product with a protection off: one method of a loaded class rewritten, for one run, by tests alone. */
@NullMarked
package io.sealane.chaos.mutant;

import org.jspecify.annotations.NullMarked;
