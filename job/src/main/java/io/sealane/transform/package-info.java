/** What happens to a row between source and sink. Flink glue: the rules are in {@code mapping}. */
@NullMarked
package io.sealane.transform;

import org.jspecify.annotations.NullMarked;
