/**
 * A Flink cluster of real processes for tests: {@link io.sealane.cluster.ClusterProcesses} starts, kills, freezes and
 * restarts them, {@link io.sealane.cluster.FlinkRest} asks and commands them as a user's tools do.
 */
@NullMarked
package io.sealane.cluster;

import org.jspecify.annotations.NullMarked;
