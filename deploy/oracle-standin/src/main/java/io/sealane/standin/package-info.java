/**
 * The Oracle stand-in: a server that speaks Oracle's wire protocol to the unmodified ojdbc driver and executes on H2.
 *
 * <p>It is no Oracle database. What it does in Oracle's name is belief from documents, never tried against one.
 */
@NullMarked
package io.sealane.standin;

import org.jspecify.annotations.NullMarked;
