/** How much WAL the replication slot holds back at the source, how near that is to a limit, and what is done about it. */
@NullMarked
package io.sealane.source.postgres.wal;

import org.jspecify.annotations.NullMarked;
