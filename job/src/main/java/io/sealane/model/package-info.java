/** What flows through the job: positions, rows as PostgreSQL's text, and the events that carry them. Pure: no Flink, no JDBC. */
@NullMarked
package io.sealane.model;

import org.jspecify.annotations.NullMarked;
