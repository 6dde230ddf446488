/** That a migration which cannot go on safely says so, and that one which can does. */
@NullMarked
package io.sealane.guard;

import org.jspecify.annotations.NullMarked;
