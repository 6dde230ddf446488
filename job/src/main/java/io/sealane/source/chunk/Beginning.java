package io.sealane.source.chunk;

import io.sealane.model.TableId;
import io.sealane.source.split.StreamPosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the source and the target say of a job that begins.
 *
 * @param start where the stream will begin
 * @param only the tables to copy; null for what the mode says
 */
record Beginning(StreamPosition start, @Nullable List<TableId> only) {}
