/** Seeded writers that give PostgreSQL the histories which lose data elsewhere, and the ledger of what they committed. */
@NullMarked
package io.sealane.chaos.history;

import org.jspecify.annotations.NullMarked;
