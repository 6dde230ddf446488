package io.sealane.model;

import java.io.Serializable;

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

    /** One line that names every part; what the control tables store and compare. At most 400 bytes for names of 63 bytes. */
    public String text() {
        return "system=" + systemIdentifier + " timeline=" + timeline + " database=" + database + " slot=" + slot
                + " lanes=" + laneMap;
    }
}
