/** Table snapshots: cutting a table into key ranges and reading each with COPY. */
@NullMarked
package io.sealane.source.postgres.copy;

import org.jspecify.annotations.NullMarked;
