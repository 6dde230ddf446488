/** From what PostgreSQL delivers to lane events, and their batches. Knows neither Flink nor Flink CDC. */
@NullMarked
package io.sealane.source.event;

import org.jspecify.annotations.NullMarked;
