/** Faults on demand: lost connections, lost commits, stalls, silence and chosen ORA codes. */
package io.sealane.standin.fault;
