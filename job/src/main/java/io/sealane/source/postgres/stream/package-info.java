/** The change stream: guarding its start, and reading pgoutput from a replication slot. */
@NullMarked
package io.sealane.source.postgres.stream;

import org.jspecify.annotations.NullMarked;
