/** Faults at will inside one process: tasks and checkpoints that fail, connections that end, and the plan of them. */
@NullMarked
package io.sealane.chaos.fault;

import org.jspecify.annotations.NullMarked;
