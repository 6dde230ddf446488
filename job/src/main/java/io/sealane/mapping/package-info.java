/** Which source table and column goes where, and which lane a row takes. Pure: no Flink, no JDBC. */
@NullMarked
package io.sealane.mapping;

import org.jspecify.annotations.NullMarked;
