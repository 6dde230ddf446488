/**
 * How exactly-once is kept: the control tables as text, and every decision about positions, generations and leases as a
 * pure function. Pure: no Flink, no JDBC.
 */
@NullMarked
package io.sealane.fence;

import org.jspecify.annotations.NullMarked;
