package io.sealane.prepare;

import io.sealane.config.MigrationConfig;
import io.sealane.config.Mode;
import io.sealane.fence.RegisteredMigration;
import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.source.postgres.Publication;
import io.sealane.source.postgres.ReplicationSlot;
import io.sealane.source.postgres.SlotState;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
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

    /** What there is to remove, in the order in which {@link #run} removes it. */
    public List<String> find() {
        List<String> found = new ArrayList<>();
        slot().ifPresent(slot -> found.add("replication slot " + slot.name()));
        if (published()) {
            found.add("publication " + config.source().publication());
        }
        registered()
                .ifPresent(migration -> found.add(
                        "control rows of migration " + migration.migration() + " (" + migration.lanes() + " fences)"));
        return found;
    }

    /** @throws MigrationException if the job still runs; nothing is removed then */
    public void run() {
        refuseWhileRunning();
        try {
            if (slot().isPresent()) {
                ReplicationSlot.drop(endpoints.source(), config.source().slot());
            }
            if (published()) {
                Publication.drop(endpoints.source(), config.source().publication());
            }
        } catch (SQLException e) {
            throw SourceFaults.during("drop the replication slot and the publication", e);
        }
        try {
            if (registered().isPresent()) {
                endpoints.registry().remove(config.job().name());
            }
        } catch (SQLException e) {
            throw TargetFaults.during("remove the control rows", e);
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
        Optional<RegisteredMigration> migration = registered();
        if (migration.isEmpty()) {
            return;
        }
        try {
            FenceSummary fences = FenceSummary.read(endpoints.target(), endpoints.controlSchema(), migration.get());
            if (fences.live() > 0) {
                throw new MigrationException(
                        Kind.TARGET,
                        "TGT-306",
                        "Cannot remove migration " + config.job().name() + ": writer " + fences.owner()
                                + " holds a lease. Cancel the job, or wait "
                                + config.target().lease().toSeconds() + " s if it has just ended.");
            }
        } catch (SQLException e) {
            throw TargetFaults.during("read the fences", e);
        }
    }

    /** The slot, unless the user brought it: that is the user's to drop. */
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

    /** Whether there is a publication that we may drop: one that another role made for us stays. */
    private boolean published() {
        if (config.job().mode() == Mode.INCREMENTAL) {
            return false;
        }
        String sql = "SELECT pg_has_role(pubowner, 'USAGE') FROM pg_publication WHERE pubname = ?";
        try (PreparedStatement select = endpoints.source().prepareStatement(sql)) {
            select.setString(1, config.source().publication());
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        } catch (SQLException e) {
            throw SourceFaults.during("find the publication", e);
        }
    }

    private Optional<RegisteredMigration> registered() {
        return new Preparation(endpoints).find();
    }
}
