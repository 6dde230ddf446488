/**
 * What happens around the job: reaching both databases, checking and making slot, publication and control tables,
 * judging whether a run may begin, and removing it all again.
 */
@NullMarked
package io.sealane.prepare;

import org.jspecify.annotations.NullMarked;
