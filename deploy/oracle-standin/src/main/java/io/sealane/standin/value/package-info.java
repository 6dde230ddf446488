/** Oracle's binary value formats, each with both directions. Pure: bytes in, values out. */
@NullMarked
package io.sealane.standin.value;

import org.jspecify.annotations.NullMarked;
