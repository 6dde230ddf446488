/** Faults on demand: lost connections, lost commits, stalls, silence and chosen ORA codes. */
@NullMarked
package io.sealane.standin.fault;

import org.jspecify.annotations.NullMarked;
