package io.sealane.prepare;

import io.sealane.fence.MigrationState;
import io.sealane.model.Lineage;
import io.sealane.prepare.Inventory.Migration;
import io.sealane.prepare.Inventory.Publication;
import io.sealane.prepare.Inventory.Slot;
import io.sealane.prepare.Leftover.Kind;
import io.sealane.prepare.Leftover.Standing;
import io.sealane.source.postgres.PublicationMark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whose each slot, publication and registered migration is, judged from what there is. No I/O.
 *
 * <p>An orphan must be <b>proven</b>: the comment of a publication names this target's own control tables, a slot, and a
 * migration that they do not know (any more). A slot of our kind of name without that proof may be another target's, whose
 * job only stands still for a while: it is listed and kept.
 */
final class Leftovers {
    /** Between publication and registration, or old slot and new, a command may wait for the source's transactions to end. */
    static final Duration YOUNG = Duration.ofMinutes(15);

    private static final String OUR_NAMES = "sealane_";

    /**
     * The names in the configuration.
     *
     * @param slot null if the user brought slot and publication: they are the user's to drop
     */
    record Own(
            String migration,
            @Nullable String slot,
            @Nullable String publication) {}

    private final Inventory inventory;
    private final Own own;
    private final Map<String, Slot> slots = new HashMap<>();
    private final Map<String, PublicationMark> markBySlot = new HashMap<>();
    private final Map<String, Migration> migrationByName = new HashMap<>();
    private final Map<String, Migration> migrationBySlot = new HashMap<>();
    private final List<Leftover> found = new ArrayList<>();
    private final Set<String> judgedSlots = new HashSet<>();

    private Leftovers(Inventory inventory, Own own) {
        this.inventory = inventory;
        this.own = own;
        inventory.slots().forEach(slot -> slots.put(slot.name(), slot));
        for (Publication publication : inventory.publications()) {
            if (publication.mark() != null) {
                markBySlot.putIfAbsent(publication.mark().slot(), publication.mark());
            }
        }
        for (Migration migration : inventory.migrations()) {
            migrationByName.put(migration.registered().migration(), migration);
            slotOf(migration).ifPresent(slot -> migrationBySlot.put(slot, migration));
        }
    }

    /** All of them, each kind by its own, in the order in which they may be removed. */
    static List<Leftover> find(Inventory inventory, Own own) {
        Leftovers leftovers = new Leftovers(inventory, own);
        inventory.publications().forEach(leftovers::addPublication);
        inventory.slots().forEach(leftovers::addSlot);
        inventory.migrations().forEach(leftovers::addMigration);
        leftovers.found.sort(Comparator.comparing(Leftover::kind).thenComparing(Leftover::name));
        return List.copyOf(leftovers.found);
    }

    private void addPublication(Publication publication) {
        PublicationMark mark = publication.mark();
        boolean named = publication.name().equals(own.publication());
        if (named && (mark == null || !isForeign(mark))) {
            if (publication.droppable()) {
                add(Kind.PUBLICATION, publication.name(), Standing.OWN, "");
            }
        } else if (mark != null) {
            addMarked(publication, mark);
        } else if (publication.name().startsWith(OUR_NAMES) && !migrationBySlot.containsKey(publication.name())) {
            String note = "its comment does not say whose it is; DROP PUBLICATION it if nobody needs it";
            add(Kind.PUBLICATION, publication.name(), Standing.KEPT, note);
        }
    }

    /** Whether a mark is of another target, or of a migration that this target knows under another name than ours. */
    private boolean isForeign(PublicationMark mark) {
        return !mark.control().equals(inventory.control())
                || !mark.migration().equals(own.migration()) && migrationByName.containsKey(mark.migration());
    }

    private void addMarked(Publication publication, PublicationMark mark) {
        Migration migration = migrationBySlot.get(mark.slot());
        Slot slot = slots.get(mark.slot());
        boolean asItShouldBe = migration != null && slot != null;
        boolean ours = !isForeign(mark) && mark.slot().equals(own.slot());
        if (asItShouldBe || ours) {
            return;
        }
        String kept = whyKept(mark, slot, migration);
        String note = kept != null
                ? kept
                : migration == null
                        ? "the target knows no migration " + mark.migration()
                        : "the slot of migration " + mark.migration() + " is gone";
        Standing standing = kept == null ? Standing.ORPHAN : Standing.KEPT;
        if (slot != null && judgedSlots.add(slot.name())) {
            add(slot, standing, note);
        }
        if (standing == Standing.ORPHAN && !publication.droppable()) {
            add(Kind.PUBLICATION, publication.name(), Standing.KEPT, note + "; another role owns it");
        } else {
            add(Kind.PUBLICATION, publication.name(), standing, note);
        }
    }

    private @Nullable String whyKept(PublicationMark mark, @Nullable Slot slot, @Nullable Migration migration) {
        if (!mark.control().equals(inventory.control())) {
            return "of migration " + mark.migration() + " with another target; clean it up with its own configuration";
        }
        if (slot != null && slot.activePid() != null) {
            return "process " + slot.activePid() + " of the source reads the slot";
        }
        Migration named = migrationByName.get(mark.migration());
        if (named != null && slotOf(named).isEmpty()) {
            return "migration " + mark.migration() + " is registered for another source";
        }
        Optional<String> usedSlot =
                named == null ? Optional.empty() : slotOf(named).filter(slots::containsKey);
        if (usedSlot.isPresent()) {
            // It may have gone over to another slot, and read through this publication all the same.
            return "migration " + mark.migration() + " is registered, with slot " + usedSlot.get();
        }
        for (Migration registered : Stream.of(Optional.ofNullable(named), Optional.ofNullable(migration))
                .flatMap(Optional::stream)
                .toList()) {
            String kept = whyKept(registered);
            if (kept != null) {
                return "migration " + registered.registered().migration() + " is registered, and " + kept;
            }
        }
        boolean young = Duration.between(mark.made(), inventory.now()).compareTo(YOUNG) < 0;
        return young ? "made a moment ago; migration " + mark.migration() + " may just be being prepared" : null;
    }

    private void addSlot(Slot slot) {
        if (judgedSlots.contains(slot.name())) {
            return;
        }
        Migration migration = migrationBySlot.get(slot.name());
        boolean others =
                migration != null && !migration.registered().migration().equals(own.migration());
        PublicationMark mark = markBySlot.get(slot.name());
        if (slot.name().equals(own.slot()) && !others && (mark == null || !isForeign(mark))) {
            add(slot, Standing.OWN, "");
        } else if (slot.name().equals(own.slot()) && migration != null) {
            add(slot, Standing.KEPT, "of migration " + migration.registered().migration());
        } else if (migration == null
                && slot.name().startsWith(OUR_NAMES)
                && !slot.name().equals(own.slot())) {
            String note = "no publication says whose it is; if nobody needs it, run SELECT pg_drop_replication_slot('"
                    + slot.name() + "')";
            add(slot, Standing.KEPT, note);
        }
    }

    private void addMigration(Migration migration) {
        String name = migration.registered().migration();
        if (name.equals(own.migration())) {
            String fences = migration.registered().lanes() + " fences";
            add(Kind.MIGRATION, name, Standing.OWN, fences);
            return;
        }
        Optional<String> slot = slotOf(migration).filter(gone -> !slots.containsKey(gone));
        if (slot.isEmpty()) {
            return;
        }
        String note = "its slot " + slot.get() + " is gone";
        String kept = whyKept(migration);
        if (kept != null) {
            add(Kind.MIGRATION, name, Standing.KEPT, note + ", but " + kept);
        } else {
            add(Kind.MIGRATION, name, Standing.ORPHAN, note);
        }
    }

    /** Why a migration may still be needed although its slot is not there. */
    private @Nullable String whyKept(Migration migration) {
        if (migration.live()) {
            return "a writer holds a lease";
        }
        if (migration.registered().state() == MigrationState.CLOSED) {
            return "it is closed: these rows refuse any later start";
        }
        if (migration.recopying()) {
            return "it is to copy tables again; finish that with its own configuration";
        }
        int timeline = Lineage.parse(migration.registered().lineage()).timeline();
        if (timeline != inventory.timeline()) {
            return "it began on timeline " + timeline + " of the source, which is now on " + inventory.timeline()
                    + ": the slot may be on another server";
        }
        return migration.young() ? "it was in use a moment ago" : null;
    }

    /** The migration's slot, if it belongs to this very source. */
    private Optional<String> slotOf(Migration migration) {
        return Lineage.find(migration.registered().lineage())
                .filter(lineage -> lineage.systemIdentifier().equals(inventory.system())
                        && lineage.database().equals(inventory.database()))
                .map(Lineage::slot);
    }

    private void add(Slot slot, Standing standing, String note) {
        found.add(new Leftover(Kind.SLOT, slot.name(), standing, slot.retainedBytes(), note));
    }

    private void add(Kind kind, String name, Standing standing, String note) {
        found.add(new Leftover(kind, name, standing, null, note));
    }
}
