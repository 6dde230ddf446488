/**
 * Compares every row of both sides: PostgreSQL's text against what plain JDBC reads from the target. Shares no code with
 * the job, so that a wrong conversion there cannot hide here.
 */
@NullMarked
package io.sealane.demo.compare;

import org.jspecify.annotations.NullMarked;
