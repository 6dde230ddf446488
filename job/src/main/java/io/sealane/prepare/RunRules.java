package io.sealane.prepare;

import io.sealane.config.MigrationConfig;
import io.sealane.fence.MigrationState;
import io.sealane.fence.Recopy;
import io.sealane.fence.RegisteredMigration;
import io.sealane.mapping.MigrationPlan;
import io.sealane.mapping.Routes;
import io.sealane.mapping.TablePlan;
import io.sealane.model.Lineage;
import io.sealane.model.Lsn;
import io.sealane.model.MigrationException.Kind;
import io.sealane.model.Problems;
import io.sealane.model.TableId;
import io.sealane.sink.RecopyRequests;
import io.sealane.source.postgres.Publication;
import io.sealane.source.postgres.ReplicationSlot;
import io.sealane.source.postgres.SlotState;
import io.sealane.source.postgres.SourceIdentity;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a prepared migration may run, told before a job is submitted. Reader and writers check the same again, each
 * time they connect; only theirs counts. Changes nothing.
 */
public final class RunRules {
    private final Endpoints endpoints;
    private final MigrationConfig config;
    private final RegisteredMigration migration;
    private final Problems problems;

    public RunRules(Endpoints endpoints, RegisteredMigration migration, Problems problems) {
        this.endpoints = endpoints;
        this.config = endpoints.config();
        this.migration = migration;
        this.problems = problems;
    }

    /** What holds for every run of this migration. */
    public void check(MigrationPlan plan) {
        if (migration.state() == MigrationState.CLOSED) {
            problems.add(
                    Kind.TARGET,
                    "TGT-302",
                    cannot() + "it is closed: the application has been cut over to the target. Nothing may be written"
                            + " there any more.");
        }
        checkMode();
        if (plan.tables().size() == config.tables().size()) {
            checkRoutes(plan);
        }
        try {
            checkLineage();
            checkSlot();
            checkPublication(plan);
        } catch (SQLException e) {
            throw SourceFaults.during("check the replication slot and the publication", e);
        }
    }

    /** What holds for a run that is not restored from a checkpoint or savepoint. */
    public void checkFreshStart() {
        FenceSummary fences = fences();
        Optional<Recopy> recopy = recopy();
        if (recopy.isPresent() && !recopy.get().ready()) {
            problems.add(
                    Kind.TARGET,
                    "TGT-333",
                    cannot() + "`sealane resnapshot` of " + recopy.get().tables()
                            + " was interrupted. Run it again to its end.");
        } else if (fences.lanes() != migration.lanes()) {
            problems.add(
                    Kind.TARGET,
                    "TGT-303",
                    cannot() + "SEALANE_FENCE has " + fences.lanes() + " of its " + migration.lanes()
                            + " rows. The target lost data: copy again with `sealane resnapshot --all-tables`.");
        } else if (fences.moved() > 0 && recopy.isEmpty()) {
            problems.add(
                    Kind.TARGET,
                    "TGT-304",
                    cannot() + "from the start: " + fences.moved() + " of " + migration.lanes()
                            + " lanes have changes applied, up to " + fences.applied()
                            + " at least. Continue from its last checkpoint (run --from latest, or flink run -s PATH)."
                            + " Without one, `sealane resnapshot --no-table` lets it go on from the fences, and `sealane"
                            + " resnapshot` copies tables again.");
        }
    }

    private void checkMode() {
        if (config.job().mode() != migration.mode()) {
            problems.add(
                    Kind.CONFIG,
                    "CFG-311",
                    cannot() + "it was prepared with job.mode "
                            + migration.mode().text() + " and the configuration has "
                            + config.job().mode().text()
                            + ". Set it back, or begin anew with `sealane resnapshot --all-tables`.");
        }
    }

    private void checkRoutes(MigrationPlan plan) {
        if (plan.routes().fingerprint().equals(migration.routes())) {
            return;
        }
        Routes registered = endpoints.registeredRoutes(migration.migration());
        List<TableId> moved = plan.notAmong(registered);
        problems.add(
                Kind.CONFIG,
                "CFG-312",
                cannot() + "its tables, their targets or their keys are not those it was prepared with ("
                        + plan.routes().differencesFrom(registered)
                        + "), and rows would be missing. Set them back, or `"
                        + (moved.isEmpty()
                                ? "sealane resnapshot --no-table` if these tables are to be left out."
                                : "sealane resnapshot " + Resnapshot.options(moved) + "` has them copied."));
    }

    private void checkLineage() throws SQLException {
        SourceIdentity identity = endpoints.identity();
        Lineage prepared = Lineage.parse(migration.lineage());
        // A changed timeline is judged by its history, when the stream reader attaches.
        Lineage found = new Lineage(
                identity.systemIdentifier(),
                prepared.timeline(),
                identity.database(),
                config.source().slot(),
                config.job().lanes().fingerprint(),
                prepared.incarnation());
        if (!found.equals(prepared)) {
            problems.add(
                    Kind.TARGET,
                    "TGT-305",
                    cannot() + "its positions belong to another source. Prepared with: " + migration.lineage()
                            + ". Found now: " + found.text()
                            + ". Restore the configuration, or give the new migration another job.name.");
        }
    }

    private void checkSlot() throws SQLException {
        String beginAnew = " Its changes since then are gone: copy again with `sealane resnapshot --all-tables`.";
        Optional<SlotState> slot =
                ReplicationSlot.find(endpoints.source(), config.source().slot());
        if (slot.isEmpty()) {
            problems.add(
                    Kind.SOURCE,
                    "SRC-314",
                    cannot() + "the replication slot " + config.source().slot() + " is gone." + beginAnew);
            return;
        }
        if (slot.get().walStatus().equals("lost")) {
            problems.add(
                    Kind.SOURCE,
                    "SRC-315",
                    cannot() + "the server has removed WAL that the replication slot "
                            + config.source().slot() + " needs (max_slot_wal_keep_size)." + beginAnew);
        }
        Lsn applied = fences().applied();
        if (applied != null && slot.get().confirmedFlush().isAfter(applied)) {
            problems.add(
                    Kind.SOURCE,
                    "SRC-316",
                    cannot() + "the replication slot has been confirmed up to "
                            + slot.get().confirmedFlush() + ", and the target has applied only up to " + applied + "."
                            + beginAnew);
        }
    }

    private void checkPublication(MigrationPlan plan) throws SQLException {
        Set<TableId> published =
                Publication.tables(endpoints.source(), config.source().publication());
        List<String> missing = plan.tables().stream()
                .map(TablePlan::source)
                .filter(table -> !published.contains(table.id()))
                .map(table -> table.id().toString())
                .toList();
        if (!missing.isEmpty()) {
            problems.add(
                    Kind.SOURCE,
                    "SRC-317",
                    cannot() + "the publication " + config.source().publication() + " does not publish "
                            + String.join(", ", missing)
                            + ". Changes made meanwhile are not in the stream: publish them (ALTER PUBLICATION … ADD TABLE)"
                            + " and copy them again with `sealane resnapshot --table`.");
        }
    }

    private Optional<Recopy> recopy() {
        try {
            return new RecopyRequests(endpoints.target(), endpoints.controlSchema(), migration.migration()).find();
        } catch (SQLException e) {
            throw TargetFaults.during("read the control rows", e);
        }
    }

    private FenceSummary fences() {
        try {
            return FenceSummary.read(endpoints.target(), endpoints.controlSchema(), migration);
        } catch (SQLException e) {
            throw TargetFaults.during("read the fences", e);
        }
    }

    private String cannot() {
        return "Cannot run migration " + migration.migration() + ": ";
    }
}
