/** The command line: prepare, run, status, cleanup. Parses, calls, prints; decides nothing. */
@NullMarked
package io.sealane.cli;

import org.jspecify.annotations.NullMarked;
