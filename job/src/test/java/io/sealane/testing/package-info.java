/** What several packages' tests share: real servers and the configuration that points at them. */
@NullMarked
package io.sealane.testing;

import org.jspecify.annotations.NullMarked;
