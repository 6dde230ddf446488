/** What both sides of the source share: names, positions and faults in the form that Flink CDC carries. */
@NullMarked
package io.sealane.source.split;

import org.jspecify.annotations.NullMarked;
