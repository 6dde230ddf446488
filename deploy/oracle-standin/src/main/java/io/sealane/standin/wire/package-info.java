/** Packets and primitive encodings of Oracle's wire protocol (TNS and TTC). Knows no SQL and no session. */
@NullMarked
package io.sealane.standin.wire;

import org.jspecify.annotations.NullMarked;
