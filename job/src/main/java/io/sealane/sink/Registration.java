package io.sealane.sink;

import io.sealane.config.Mode;
import io.sealane.mapping.Lanes;
import io.sealane.mapping.Routes;
import io.sealane.model.Lineage;
import io.sealane.model.Lsn;

/**
 * What a migration is registered with. All of it is frozen: `resnapshot` alone changes routes, and with all tables the rest.
 *
 * @param start every fence starts at (start, 0)
 */
public record Registration(String migration, Lineage lineage, Lanes lanes, Mode mode, Routes routes, Lsn start) {}
