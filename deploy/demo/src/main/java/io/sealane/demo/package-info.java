/**
 * The demo: a PostgreSQL, the Oracle stand-in and a Flink of its own; one migration between them under load; every row
 * compared at the end. Start with {@link io.sealane.demo.Demo}.
 */
@NullMarked
package io.sealane.demo;

import org.jspecify.annotations.NullMarked;
