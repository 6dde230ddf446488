/** WRITE: lane events into Oracle, one transaction a flush, the fence in the same transaction. Flink and JDBC glue. */
@NullMarked
package io.sealane.sink;

import org.jspecify.annotations.NullMarked;
