/** Oracle's binary value formats, each with both directions. Pure: bytes in, values out. */
package io.sealane.standin.value;
