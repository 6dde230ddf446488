/** Upper bounds on rows and bytes a second. Pure: the clock comes in from outside, the caller does the waiting. */
@NullMarked
package io.sealane.rate;

import org.jspecify.annotations.NullMarked;
