/** Reads a YAML document with typed questions, and collects every fault with its path and line. */
@NullMarked
package io.sealane.config.yaml;

import org.jspecify.annotations.NullMarked;
