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
 */
public record Lineage(String systemIdentifier, int timeline, String database, String slot, String laneMap)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final Pattern TEXT =
            Pattern.compile("system=(\\S+) timeline=(\\d{1,9}) database=(.*) slot=(\\S+) lanes=(\\S+)", Pattern.DOTALL);

    /** What {@link #text} gave; empty if the text is no lineage. */
    public static Optional<Lineage> parse(String text) {
        Matcher form = TEXT.matcher(text);
        return form.matches()
                ? Optional.of(new Lineage(
                        form.group(1), Integer.parseInt(form.group(2)), form.group(3), form.group(4), form.group(5)))
                : Optional.empty();
    }

    /** One line that names every part; what the control tables store and compare. At most 400 bytes for names of 63 bytes. */
    public String text() {
        return "system=" + systemIdentifier + " timeline=" + timeline + " database=" + database + " slot=" + slot
                + " lanes=" + laneMap;
    }
}
