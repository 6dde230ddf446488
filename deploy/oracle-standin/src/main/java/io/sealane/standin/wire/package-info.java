/** Packets and primitive encodings of Oracle's wire protocol (TNS and TTC). Knows no SQL and no session. */
package io.sealane.standin.wire;
