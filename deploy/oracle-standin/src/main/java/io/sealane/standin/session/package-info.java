/** One Oracle session: greeting, log-on and the calls a client makes, each answered from an H2 connection of its own. */
@NullMarked
package io.sealane.standin.session;

import org.jspecify.annotations.NullMarked;
