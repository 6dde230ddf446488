/** The whole job under random histories and faults, in one process: `deploy/chaos.sh`, and the same as tests. */
@NullMarked
package io.sealane.chaos;

import org.jspecify.annotations.NullMarked;
