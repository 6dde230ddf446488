/**
 * Ready-made functions for expressions, and the pattern of a user's own: extend {@code ScalarFunction}, write public
 * {@code eval} methods, let NULL in give NULL out, and have no state that depends on the order of calls.
 */
@NullMarked
package io.sealane.udf;

import org.jspecify.annotations.NullMarked;
