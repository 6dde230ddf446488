package io.sealane.model;

import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a position is relative to. A fence read under one lineage says nothing under another: skipping by it would lose
 * rows in silence.
 *
 * @param systemIdentifier {@code pg_control_system().system_identifier}, as decimal text
 * @param timeline the timeline on which the slot was created
 * @param database the source database's name
 * @param slot the replication slot's name
 * @param laneMap fingerprint of lane count, hash version and the table to lane rule
 * @param incarnation random, made when the migration was prepared: one that was removed and prepared again under the same
 *     names is another
 */
public record Lineage(
        String systemIdentifier, int timeline, String database, String slot, String laneMap, String incarnation)
        implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Pattern TEXT = Pattern.compile(
            "system=(\\S+) timeline=(\\d{1,9}) database=(.*) slot=(\\S+) lanes=(\\S+) incarnation=(\\S+)",
            Pattern.DOTALL);

    /** One line that names every part; what the control tables store and compare. At most 400 bytes for names of 63 bytes. */
    public String text() {
        return "system=" + systemIdentifier + " timeline=" + timeline + " database=" + database + " slot=" + slot
                + " lanes=" + laneMap + " incarnation=" + incarnation;
    }

    /** Reads what {@link #text} wrote. */
    public static Lineage parse(String text) {
        return find(text).orElseThrow(() -> new IllegalArgumentException("Invalid lineage: '" + text + "'."));
    }

    /** Reads what {@link #text} may have written; empty if the text is no lineage. */
    public static Optional<Lineage> find(String text) {
        Matcher parts = TEXT.matcher(text);
        return parts.matches()
                ? Optional.of(new Lineage(
                        parts.group(1),
                        Integer.parseInt(parts.group(2)),
                        parts.group(3),
                        parts.group(4),
                        parts.group(5),
                        parts.group(6)))
                : Optional.empty();
    }
}
