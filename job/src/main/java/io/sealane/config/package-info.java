/** The migration's configuration: one YAML file, read into one tree of validated records. */
@NullMarked
package io.sealane.config;

import org.jspecify.annotations.NullMarked;
