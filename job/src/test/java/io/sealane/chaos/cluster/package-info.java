/** What chaos over processes needs beside a Flink cluster: a target, links, a disk and counters that can be taken away. */
@NullMarked
package io.sealane.chaos.cluster;

import org.jspecify.annotations.NullMarked;
