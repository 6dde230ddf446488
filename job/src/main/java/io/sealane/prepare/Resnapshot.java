package io.sealane.prepare;

import io.sealane.config.MigrationConfig;
import io.sealane.config.Mode;
import io.sealane.fence.Applied;
import io.sealane.fence.MigrationState;
import io.sealane.fence.Recopy;
import io.sealane.fence.RegisteredMigration;
import io.sealane.mapping.MigrationPlan;
import io.sealane.mapping.Routes;
import io.sealane.mapping.TablePlan;
import io.sealane.model.Lineage;
import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.model.TableId;
import io.sealane.oracle.TargetTable;
import io.sealane.sink.RecopyRequests;
import io.sealane.sink.TargetFenceReader;
import io.sealane.source.postgres.PostgresConnections;
import io.sealane.source.postgres.ReplicationSlot;
import io.sealane.source.postgres.SlotState;
import io.sealane.source.postgres.SourceIdentity;
import io.sealane.source.postgres.stream.ResumePoint;
import io.sealane.source.postgres.stream.SourceLostException;
import io.sealane.source.postgres.stream.StreamGuard;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Lets a stopped migration copy tables again without any checkpoint.
 *
 * <pre>
 * some tables, or none:  request entered, lanes taken ─▶ tables emptied ─▶ request ready
 *                        the next run copies them and goes on from the lowest fence, every lane from its own
 * all tables:            request entered, lanes taken ─▶ tables emptied ─▶ new slot, new lineage, fences at its start
 *                        the next run begins anew; generations go on upward
 * </pre>
 *
 * <p>A command that ends in between leaves a request that no run executes; it is to be repeated. What a standing request
 * wants is wanted by every later one too, for its tables may be empty already. Of two commands at once the later one counts:
 * the earlier looks before it empties each table.
 */
public final class Resnapshot {
    private final Endpoints endpoints;
    private final MigrationConfig config;
    private final MigrationPlan plan;
    private final RegisteredMigration migration;
    private final RecopyRequests requests;

    /** @param migration as it is registered */
    public Resnapshot(Endpoints endpoints, MigrationPlan plan, RegisteredMigration migration) {
        this.endpoints = endpoints;
        this.config = endpoints.config();
        this.plan = plan;
        this.migration = migration;
        this.requests = new RecopyRequests(endpoints.target(), endpoints.controlSchema(), migration.migration());
    }

    /** @throws MigrationException if the migration must not be touched now */
    public void checkStopped() {
        if (migration.state() == MigrationState.CLOSED) {
            throw fault(
                    Kind.TARGET,
                    "TGT-302",
                    "it is closed: the application has been cut over to the target. Nothing may be written there any"
                            + " more.");
        }
        try {
            Optional<SlotState> slot = slot().filter(SlotState::active);
            if (slot.isPresent()) {
                throw fault(
                        Kind.SOURCE,
                        "SRC-318",
                        "process " + slot.get().activePid() + " reads the replication slot "
                                + slot.get().name() + ". Stop the job first.");
            }
        } catch (SQLException e) {
            throw SourceFaults.during("find the replication slot", e);
        }
        try {
            FenceSummary fences = FenceSummary.read(endpoints.target(), endpoints.controlSchema(), migration);
            if (fences.live() > 0) {
                throw leased(fences.owner());
            }
        } catch (SQLException e) {
            throw TargetFaults.during("read the fences", e);
        }
    }

    /**
     * @param tables to be copied again, not all of them
     * @throws MigrationException if the others would keep a gap, or nothing was applied yet
     */
    public void checkGoingOn(List<TableId> tables) {
        if (config.job().mode() == Mode.INCREMENTAL && !tables.isEmpty()) {
            throw copiesNothing();
        }
        if (config.job().mode() != migration.mode()) {
            throw fault(
                    Kind.CONFIG,
                    "CFG-333",
                    "it was prepared with job.mode " + migration.mode().text() + " and the configuration has "
                            + config.job().mode().text() + ". Set it back, or give --all-tables.");
        }
        requireNamed(tables);
        try {
            Applied applied = new TargetFenceReader(config.target(), migration.migration()).read();
            if (applied.fences().lanes() != migration.lanes()) {
                throw fault(
                        Kind.TARGET,
                        "TGT-331",
                        "SEALANE_FENCE has " + applied.fences().lanes() + " of its " + migration.lanes()
                                + " rows, so nothing says where the other lanes stand. Give --all-tables.");
            }
            if (!applied.hasChanges()) {
                throw fault(
                        Kind.CONFIG,
                        "CFG-332",
                        "no change has been applied yet, so there is nothing to go on from. Run the job without a"
                                + " checkpoint: it copies all tables.");
            }
            checkSource(applied, tables);
        } catch (IOException e) {
            throw new MigrationException(Kind.TARGET, "TGT-399", String.valueOf(e.getMessage()), e);
        } catch (SQLException e) {
            throw SourceFaults.during("check the replication slot", e);
        }
    }

    /** A table that was not there has never been copied; one that goes elsewhere now has rows that no fence speaks of. */
    private void requireNamed(List<TableId> tables) {
        Routes registered = endpoints.registeredRoutes(migration.migration());
        List<TableId> unnamed = plan.notAmong(registered).stream()
                .filter(table -> !tables.contains(table))
                .toList();
        if (!unnamed.isEmpty()) {
            throw fault(
                    Kind.CONFIG,
                    "CFG-334",
                    "the configuration has other tables than the migration: "
                            + plan.routes().differencesFrom(registered) + ". Set it back, or have these copied too: "
                            + options(unnamed) + ".");
        }
    }

    /** What names these tables at the command line: {@code --table shop.orders --table shop.payment}. */
    static String options(List<TableId> tables) {
        return tables.stream().map(table -> "--table " + table).collect(Collectors.joining(" "));
    }

    private void checkSource(Applied applied, List<TableId> tables) throws SQLException {
        PostgresConnections connections = new PostgresConnections(config.source());
        try (Connection replication = connections.openReplication()) {
            SourceIdentity now = endpoints.identity();
            Lineage lineage = Lineage.parse(migration.lineage());
            int timeline = applied.timeline(lineage.timeline());
            SourceIdentity known =
                    new SourceIdentity(lineage.systemIdentifier(), timeline, now.position(), lineage.database());
            StreamGuard.check(
                    endpoints.source(),
                    replication,
                    config.source().slot(),
                    new ResumePoint(
                            known,
                            applied.fences().lowest().commitLsn(),
                            applied.fences(),
                            timeline,
                            plan.bySource().keySet()));
        } catch (SourceLostException e) {
            throw new MigrationException(
                    Kind.SOURCE,
                    "SRC-330",
                    "Cannot go on from the fences of migration " + migration.migration()
                            + (tables.isEmpty() ? "" : " and copy only " + tables + " again")
                            + ": all tables that are not copied again would keep a gap. " + e.getMessage(),
                    e);
        }
    }

    /** The target's tables that have rows. */
    public List<TargetTable> filled(List<TableId> tables) {
        return FilledTables.among(
                endpoints,
                tables.stream()
                        .map(id ->
                                Objects.requireNonNull(plan.bySource().get(id), () -> "BUG: " + id + " is not planned"))
                        .map(TablePlan::target)
                        .toList());
    }

    /** {@code tables}, and those of a request that stands already: an interrupted command, or a run that did not end. */
    public List<TableId> withStanding(List<TableId> tables) {
        try {
            return Recopy.together(tables, requests.find(), plan.bySource().keySet());
        } catch (SQLException e) {
            throw TargetFaults.during("read the request", e);
        }
    }

    /** Requests that {@code tables} are copied again; {@link #checkStopped} and {@link #checkGoingOn} come before. */
    public void request(List<TableId> tables, List<TargetTable> emptied) {
        Recopy recopy = begin(tables);
        truncate(recopy, emptied);
        try {
            if (!requests.setReady(recopy)) {
                throw overtaken(
                        " Its tables were empty meanwhile, so they are requested again now: " + recopy.tables() + ".");
            }
        } catch (SQLException e) {
            throw TargetFaults.during("enter the request", e);
        }
    }

    /** Begins the migration anew under generations that go on upward; {@link #checkStopped} comes before. */
    public Prepared beginAnew(List<TargetTable> emptied) {
        if (config.job().mode() == Mode.INCREMENTAL) {
            throw copiesNothing();
        }
        Recopy recopy = begin(List.copyOf(plan.bySource().keySet()));
        truncate(recopy, emptied);
        requireStanding(recopy);
        return new Preparation(endpoints).prepareAnew(plan, migration, recopy.generation());
    }

    private Recopy begin(List<TableId> tables) {
        try {
            Recopy recopy = requests.begin(tables, plan.bySource().keySet(), plan.routes())
                    .orElseThrow(() -> leased("unknown"));
            if (!tables.containsAll(recopy.tables())) {
                throw overtaken("");
            }
            return recopy;
        } catch (SQLException e) {
            throw TargetFaults.during("enter the request", e);
        }
    }

    private void truncate(Recopy recopy, List<TargetTable> tables) {
        try (Statement statement = endpoints.target().createStatement()) {
            for (TargetTable table : tables) {
                requireStanding(recopy);
                statement.execute("TRUNCATE TABLE " + table.quoted());
            }
        } catch (SQLException e) {
            throw TargetFaults.during("empty the tables " + tables + ", which is begun and must be repeated,", e);
        }
    }

    private void requireStanding(Recopy recopy) {
        try {
            if (!requests.stands(recopy)) {
                throw overtaken("");
            }
        } catch (SQLException e) {
            throw TargetFaults.during("read the request", e);
        }
    }

    private MigrationException overtaken(String consequence) {
        return fault(
                Kind.TARGET,
                "TGT-334",
                "another `sealane resnapshot` of it was begun meanwhile." + consequence
                        + " Stop the job if it runs, and give the command once more.");
    }

    private Optional<SlotState> slot() throws SQLException {
        return ReplicationSlot.find(endpoints.source(), config.source().slot());
    }

    private MigrationException leased(@org.jspecify.annotations.Nullable String owner) {
        return fault(
                Kind.TARGET,
                "TGT-330",
                "writer " + owner + " holds a lease. Stop the job, or wait "
                        + config.target().lease().toSeconds() + " s if it has just ended.");
    }

    private MigrationException copiesNothing() {
        return fault(
                Kind.CONFIG,
                "CFG-331",
                "job.mode is incremental, and the copy is not ours. Bring the tables to the state of a slot of yours, and"
                        + " begin another migration of them.");
    }

    private MigrationException fault(Kind kind, String code, String found) {
        return new MigrationException(
                kind, code, "Cannot copy tables of migration " + migration.migration() + " again: " + found);
    }
}
