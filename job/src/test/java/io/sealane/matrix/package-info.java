/** Every pair of types with the values at its edges, through the whole job: what is stored, changed by policy, or refused. */
@NullMarked
package io.sealane.matrix;

import org.jspecify.annotations.NullMarked;
