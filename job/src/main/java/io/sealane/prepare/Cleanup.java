package io.sealane.prepare;

import io.sealane.config.MigrationConfig;
import io.sealane.config.Mode;
import io.sealane.fence.MigrationState;
import io.sealane.fence.RegisteredMigration;
import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.prepare.Leftover.Standing;
import io.sealane.source.postgres.Publication;
import io.sealane.source.postgres.ReplicationSlot;
import io.sealane.source.postgres.SlotState;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Removes what {@code prepare} made: slot, publication, control rows. Rows of the target's tables stay. */
public final class Cleanup {
    private final Endpoints endpoints;
    private final MigrationConfig config;

    public Cleanup(Endpoints endpoints) {
        this.endpoints = endpoints;
        this.config = endpoints.config();
    }

    /** What there is of this migration and of others, in the order in which {@link #remove} wants it. */
    public List<Leftover> find() {
        boolean usersOwn = config.job().mode() == Mode.INCREMENTAL;
        return Leftovers.find(
                Inventory.read(endpoints),
                new Leftovers.Own(
                        config.job().name(),
                        usersOwn ? null : config.source().slot(),
                        usersOwn ? null : config.source().publication()));
    }

    /**
     * Removes the migration's own leftovers and orphans among {@code found}; what is kept is passed over.
     *
     * @throws MigrationException if the job still runs; nothing is removed then
     */
    public void remove(List<Leftover> found) {
        if (found.stream().anyMatch(leftover -> leftover.standing() == Standing.OWN)) {
            refuseWhileRunning();
        }
        for (Leftover leftover : found) {
            if (leftover.standing() != Standing.KEPT) {
                remove(leftover);
            }
        }
    }

    /**
     * Takes back what was prepared just now, for a job that Flink has refused.
     *
     * @return what could not be removed
     * @throws MigrationException if a job has taken it up all the same; nothing is removed then
     */
    public List<String> takeBack(Prepared prepared) {
        if (prepared.isNew()) {
            refuseWhileRunning();
            Optional<RegisteredMigration> migration = new Preparation(endpoints).find();
            if (migration.isPresent() && migration.get().state() != MigrationState.PREPARED) {
                throw inUse("a writer has opened it. Cancel the job, if it runs.");
            }
        }
        return prepared.undo();
    }

    private void remove(Leftover leftover) {
        switch (leftover.kind()) {
            case SLOT -> atSource(leftover, () -> ReplicationSlot.drop(endpoints.source(), leftover.name()));
            case PUBLICATION -> atSource(leftover, () -> Publication.drop(endpoints.source(), leftover.name()));
            case MIGRATION -> {
                try {
                    endpoints.registry().remove(leftover.name());
                } catch (SQLException e) {
                    throw TargetFaults.during("remove the " + leftover.title(), e);
                }
            }
        }
    }

    private interface Dropping {
        void run() throws SQLException;
    }

    private static void atSource(Leftover leftover, Dropping dropping) {
        try {
            dropping.run();
        } catch (SQLException e) {
            throw SourceFaults.during("drop the " + leftover.title(), e);
        }
    }

    private void refuseWhileRunning() {
        Optional<SlotState> active = slot().filter(SlotState::active);
        if (active.isPresent()) {
            throw new MigrationException(
                    Kind.SOURCE,
                    "SRC-318",
                    "Cannot remove the replication slot " + active.get().name() + ": process "
                            + active.get().activePid() + " reads it. Cancel the job first.");
        }
        Optional<RegisteredMigration> migration = new Preparation(endpoints).find();
        if (migration.isEmpty()) {
            return;
        }
        try {
            FenceSummary fences = FenceSummary.read(endpoints.target(), endpoints.controlSchema(), migration.get());
            if (fences.live() > 0) {
                throw inUse("writer " + fences.owner() + " holds a lease. Cancel the job, or wait "
                        + config.target().lease().toSeconds() + " s if it has just ended.");
            }
        } catch (SQLException e) {
            throw TargetFaults.during("read the fences", e);
        }
    }

    private MigrationException inUse(String found) {
        return new MigrationException(
                Kind.TARGET,
                "TGT-306",
                "Cannot remove migration " + config.job().name() + ": " + found);
    }

    /** The slot, unless the user brought it. */
    private Optional<SlotState> slot() {
        if (config.job().mode() == Mode.INCREMENTAL) {
            return Optional.empty();
        }
        try {
            return ReplicationSlot.find(endpoints.source(), config.source().slot());
        } catch (SQLException e) {
            throw SourceFaults.during("find the replication slot", e);
        }
    }
}
