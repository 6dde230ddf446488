package io.sealane.prepare;

import io.sealane.config.MigrationConfig;
import io.sealane.config.Mode;
import io.sealane.config.TableConfig;
import io.sealane.fence.RegisteredMigration;
import io.sealane.mapping.MigrationPlan;
import io.sealane.model.Lineage;
import io.sealane.model.Lsn;
import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.model.Problems;
import io.sealane.model.TableId;
import io.sealane.sink.ControlIdentity;
import io.sealane.sink.MigrationRegistry;
import io.sealane.sink.Registration;
import io.sealane.source.postgres.Publication;
import io.sealane.source.postgres.PublicationMark;
import io.sealane.source.postgres.ReplicationSlot;
import io.sealane.source.postgres.SlotState;
import io.sealane.source.postgres.SourceIdentity;
import io.sealane.source.postgres.VisibilityBarrier;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes what the job needs, in an order in which nothing can be missed:
 *
 * <pre>
 * control tables ─▶ publication ─▶ slot ─▶ visibility barrier noted, awaited ─▶ migration and fences registered
 *                   └ the slot sees it   └ its LSN is where every fence starts   └ last: what is registered is complete
 * </pre>
 *
 * <p>If a step fails, what the earlier ones made is removed again, the (empty) control tables aside.
 */
public final class Preparation {
    private static final Duration SLOT_LIMIT = Duration.ofMinutes(5);
    private static final Duration BARRIER_LIMIT = Duration.ofMinutes(5);
    private static final String QUERY_CANCELED = "57014";

    private final MigrationConfig config;
    private final Endpoints endpoints;
    private final MigrationRegistry registry;
    private final UndoStack undo = new UndoStack();

    public Preparation(Endpoints endpoints) {
        this.config = endpoints.config();
        this.endpoints = endpoints;
        this.registry = endpoints.registry();
    }

    /** The migration as an earlier command prepared it. */
    public Optional<RegisteredMigration> find() {
        return find(config.job().name());
    }

    private Optional<RegisteredMigration> find(String migration) {
        try {
            return registry.tablesExist() ? registry.find(migration) : Optional.empty();
        } catch (SQLException e) {
            throw TargetFaults.during("read the control tables", e);
        }
    }

    /** Adds every reason why {@link #prepare} would fail. Changes nothing. */
    public void check(Problems problems) {
        try {
            SourceReadiness readiness = new SourceReadiness(config, endpoints.source(), problems);
            readiness.checkServer();
            Optional<SlotState> slot = slot();
            if (bringsItsOwnSlot()) {
                checkGivenSlot(slot, problems);
            } else if (slot.isPresent()) {
                problems.add(
                        Kind.SOURCE,
                        "SRC-309",
                        "Cannot create the replication slot " + slotName() + ": there is one of this name, and the"
                                + " target knows no migration " + config.job().name()
                                + ". Drop it with `sealane cleanup --yes` if nobody needs it, or name another in"
                                + " source.slot.");
            }
            boolean published = Publication.exists(endpoints.source(), publicationName());
            if (published) {
                checkGivenPublication(problems);
            }
            readiness.checkTraits(!bringsItsOwnSlot(), !published);
            readiness.checkCreation(!bringsItsOwnSlot() && slot.isEmpty(), !published);
        } catch (SQLException e) {
            throw SourceFaults.during("check what the migration needs", e);
        }
    }

    /** What an earlier command prepared; nothing of it is undone. */
    public Prepared found(RegisteredMigration migration) {
        return new Prepared(migration, false, new UndoStack());
    }

    /** Makes everything. Call {@link #check} before. */
    public Prepared prepare(MigrationPlan plan) {
        try {
            makeControlTables();
            makePublication();
            Lsn start = bringsItsOwnSlot() ? slot().orElseThrow().confirmedFlush() : makeSlot();
            register(registration(plan, start));
            return new Prepared(find().orElseThrow(), true, undo);
        } catch (SQLException e) {
            throw undone(SourceFaults.during("prepare the migration", e));
        } catch (MigrationException e) {
            throw undone(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw undone(interrupted(e));
        }
    }

    /**
     * Makes slot and lineage anew for a migration that is registered: every table is copied from the start, and what older
     * checkpoints and writers know counts no more. A slot that had another name goes too.
     *
     * @param generation of every lane from now on
     */
    public Prepared prepareAnew(MigrationPlan plan, RegisteredMigration old, long generation) {
        try {
            makePublication();
            dropOldSlot(old);
            ReplicationSlot.drop(endpoints.source(), slotName());
            Registration registration = registration(plan, makeSlot());
            try {
                registry.registerAnew(registration, generation);
            } catch (SQLException e) {
                throw TargetFaults.during("register the migration", e);
            }
            return new Prepared(find().orElseThrow(), true, undo);
        } catch (SQLException e) {
            throw undone(SourceFaults.during("prepare the migration", e));
        } catch (MigrationException e) {
            throw undone(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw undone(interrupted(e));
        }
    }

    private static MigrationException interrupted(InterruptedException e) {
        return new MigrationException(
                Kind.SOURCE, "SRC-311", "Cannot prepare the migration: it was interrupted. Run it again.", e);
    }

    /** Only where it was made by us, and on this server. */
    private void dropOldSlot(RegisteredMigration old) throws SQLException {
        Lineage lineage = Lineage.parse(old.lineage());
        SourceIdentity identity = endpoints.identity();
        if (old.mode() != Mode.INCREMENTAL
                && lineage.systemIdentifier().equals(identity.systemIdentifier())
                && lineage.database().equals(identity.database())) {
            ReplicationSlot.drop(endpoints.source(), lineage.slot());
        }
    }

    private Registration registration(MigrationPlan plan, Lsn start) throws SQLException {
        return new Registration(
                config.job().name(),
                lineage(),
                config.job().lanes(),
                config.job().mode(),
                plan.routes(),
                start);
    }

    private Lineage lineage() throws SQLException {
        SourceIdentity identity = endpoints.identity();
        return new Lineage(
                identity.systemIdentifier(),
                identity.timeline(),
                identity.database(),
                slotName(),
                config.job().lanes().fingerprint(),
                incarnation());
    }

    private static String incarnation() {
        return HexFormat.of().toHexDigits(new SecureRandom().nextLong());
    }

    private MigrationException undone(MigrationException cause) {
        List<String> left = undo.undo();
        if (left.isEmpty()) {
            return cause;
        }
        String message =
                String.valueOf(cause.getMessage()).substring(cause.code().length() + 1);
        return new MigrationException(
                cause.kind(),
                cause.code(),
                message + " What was made could not all be removed: " + String.join(", ", left)
                        + ". Remove it with `sealane cleanup --yes`.",
                cause);
    }

    private void makeControlTables() {
        try {
            registry.createTables();
        } catch (SQLException e) {
            throw TargetFaults.during("create the control tables in schema " + endpoints.controlSchema(), e);
        }
    }

    private void makePublication() throws SQLException {
        if (Publication.exists(endpoints.source(), publicationName())) {
            markAnew();
            return;
        }
        Publication.create(endpoints.source(), publicationName(), tables(), mark());
        undo.push("publication " + publicationName(), () -> Publication.drop(endpoints.source(), publicationName()));
    }

    /** A comment that names another slot, or a migration that is gone, would make an orphan of what we use. */
    private void markAnew() throws SQLException {
        Optional<PublicationMark> old = Publication.findMark(endpoints.source(), publicationName());
        if (old.isPresent() && isOfThisTarget(old.get()) && !isOfAnother(old.get())) {
            Publication.mark(endpoints.source(), publicationName(), mark());
            undo.push(
                    "comment of publication " + publicationName(),
                    () -> Publication.mark(endpoints.source(), publicationName(), old.get()));
        }
    }

    private boolean isOfThisTarget(PublicationMark mark) {
        return mark.control().equals(Inventory.control(endpoints));
    }

    /** Whether the target knows the migration that the mark names, and it is not ours. */
    private boolean isOfAnother(PublicationMark mark) {
        return isOfThisTarget(mark)
                && !mark.migration().equals(config.job().name())
                && find(mark.migration()).isPresent();
    }

    private PublicationMark mark() throws SQLException {
        String control;
        try {
            control = new ControlIdentity(endpoints.target(), endpoints.controlSchema()).findOrMake();
        } catch (SQLException e) {
            throw TargetFaults.during("name the control tables", e);
        }
        return new PublicationMark(config.job().name(), slotName(), control, Inventory.now(endpoints.source()));
    }

    private Lsn makeSlot() throws SQLException, InterruptedException {
        try (Statement statement = endpoints.source().createStatement()) {
            statement.execute("SET statement_timeout = " + SLOT_LIMIT.toMillis());
        }
        Lsn start;
        try {
            start = config.source().failoverSlot()
                    ? ReplicationSlot.createForFailover(endpoints.source(), slotName())
                    : ReplicationSlot.create(endpoints.source(), slotName());
        } catch (SQLException e) {
            if (QUERY_CANCELED.equals(e.getSQLState())) {
                throw tookTooLong(e);
            }
            throw e;
        } finally {
            try (Statement statement = endpoints.source().createStatement()) {
                statement.execute("RESET statement_timeout");
            }
        }
        undo.push("replication slot " + slotName(), () -> ReplicationSlot.drop(endpoints.source(), slotName()));
        VisibilityBarrier.note(endpoints.source()).await(endpoints.source(), BARRIER_LIMIT);
        return start;
    }

    private MigrationException tookTooLong(SQLException e) {
        return new MigrationException(
                Kind.SOURCE,
                "SRC-312",
                "Cannot create the replication slot " + slotName() + ": after " + SLOT_LIMIT.toSeconds()
                        + " s transactions that were open when it was begun have not ended. Find them with SELECT pid,"
                        + " xact_start, state FROM pg_stat_activity WHERE backend_xid IS NOT NULL ORDER BY xact_start,"
                        + " end them or wait, and run it again.",
                e);
    }

    private void register(Registration registration) {
        try {
            registry.register(registration);
        } catch (SQLException e) {
            throw TargetFaults.during("register the migration", e);
        }
        undo.push(
                "control rows of " + config.job().name(),
                () -> registry.remove(config.job().name()));
    }

    private void checkGivenSlot(Optional<SlotState> slot, Problems problems) {
        String cannot = "Cannot apply the changes of the replication slot " + slotName() + ": ";
        if (slot.isEmpty()) {
            problems.add(
                    Kind.SOURCE,
                    "SRC-313",
                    cannot + "there is none of this name, and job.mode is incremental. Create it before the copy that"
                            + " this migration continues, or choose full-and-incremental.");
        } else if (!slot.get().plugin().equals("pgoutput")
                || !slot.get().database().equals(config.source().database())) {
            problems.add(
                    Kind.SOURCE,
                    "SRC-313",
                    cannot + "it is of plugin " + slot.get().plugin() + " and database "
                            + slot.get().database() + ". Name a slot of plugin pgoutput and database "
                            + config.source().database() + " in source.slot.");
        }
    }

    private void checkGivenPublication(Problems problems) throws SQLException {
        Set<TableId> published = Publication.tables(endpoints.source(), publicationName());
        List<String> missing = tables().stream()
                .filter(table -> !published.contains(table))
                .map(TableId::toString)
                .toList();
        if (!missing.isEmpty()) {
            problems.add(
                    Kind.SOURCE,
                    "SRC-310",
                    "Cannot use the publication " + publicationName() + ", which exists: it does not publish "
                            + String.join(", ", missing)
                            + ", or not under this name (partitioned tables need publish_via_partition_root). Drop it,"
                            + " or name another in source.publication.");
        }
        Publication.findMark(endpoints.source(), publicationName())
                .filter(this::isOfAnother)
                .ifPresent(mark -> problems.add(
                        Kind.SOURCE,
                        "SRC-322",
                        "Cannot use the publication " + publicationName() + ", which exists: it is of migration "
                                + mark.migration() + ", and goes when that is cleaned up. Name another in"
                                + " source.publication."));
    }

    private Optional<SlotState> slot() throws SQLException {
        return ReplicationSlot.find(endpoints.source(), slotName());
    }

    private boolean bringsItsOwnSlot() {
        return config.job().mode() == Mode.INCREMENTAL;
    }

    private List<TableId> tables() {
        return config.tables().stream().map(TableConfig::source).toList();
    }

    private String slotName() {
        return config.source().slot();
    }

    private String publicationName() {
        return config.source().publication();
    }
}
