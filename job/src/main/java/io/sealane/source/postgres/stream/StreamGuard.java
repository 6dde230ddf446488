package io.sealane.source.postgres.stream;

import io.sealane.model.Lsn;
import io.sealane.source.postgres.ReplicationSlot;
import io.sealane.source.postgres.SlotState;
import io.sealane.source.postgres.SourceIdentity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses to attach where the source cannot give everything after a position. PostgreSQL itself would not: asked for a
 * position that its slot has left behind it moves on to the slot's without a word, and a re-made slot has no past at all.
 */
public final class StreamGuard {
    private static final String WAYS_OUT =
            " Copy the tables again in a new migration; going on here would lose those changes unseen.";

    private StreamGuard() {}

    /**
     * Judges whether {@code slot} can deliver everything from {@code resume} on, and gives the server as it is now.
     *
     * @param sql a connection for SQL
     * @param replication a connection to a walsender, not streaming yet
     * @throws SourceLostException if it cannot; names the interval and the ways out
     */
    public static SourceIdentity check(Connection sql, Connection replication, String slot, ResumePoint resume)
            throws SQLException {
        SourceIdentity found = SourceIdentity.identify(replication);
        requireSameSystem(resume, found);
        requireSameHistory(replication, resume, found);
        requireWalReached(resume, found);
        requireSlot(sql, slot, resume.start(), found.database());
        return found;
    }

    private static void requireSameSystem(ResumePoint resume, SourceIdentity found) {
        SourceIdentity known = resume.known();
        if (!known.systemIdentifier().equals(found.systemIdentifier())
                || !known.database().equals(found.database())) {
            throw new SourceLostException(
                    "SRC-220",
                    "Cannot resume the stream at " + resume.start() + ": that position belongs to database "
                            + known.database() + " of system " + known.systemIdentifier() + ", this is database "
                            + found.database() + " of system " + found.systemIdentifier()
                            + ". Point source.host, source.port and source.database at the first one."
                            + " If it is gone:" + WAYS_OUT);
        }
    }

    /** A promotion cuts the old timeline: what lies beyond the cut was never in the new one's history. */
    private static void requireSameHistory(Connection replication, ResumePoint resume, SourceIdentity found)
            throws SQLException {
        int timeline = resume.known().timeline();
        if (timeline == found.timeline()) {
            return;
        }
        Optional<Lsn> switchPoint =
                TimelineHistory.read(replication, found.timeline()).endOf(timeline);
        Lsn furthest = Lsn.max(resume.start(), resume.furthest());
        if (switchPoint.isEmpty()) {
            throw new SourceLostException(
                    "SRC-221",
                    "Cannot resume the stream at " + resume.start() + ": it was reached on timeline " + timeline
                            + ", which is not in the history of the server's timeline " + found.timeline()
                            + ". Connect to a server that descends from it." + WAYS_OUT);
        }
        if (furthest.isAfter(switchPoint.get())) {
            throw new SourceLostException(
                    "SRC-222",
                    "Cannot resume the stream at " + resume.start() + ": the source was promoted to timeline "
                            + found.timeline() + ", which left timeline " + timeline + " at " + switchPoint.get()
                            + ". Changes from there to " + furthest
                            + " were applied to the target and are not in the source any more."
                            + " Compare and repair the target, or:" + WAYS_OUT);
        }
    }

    private static void requireWalReached(ResumePoint resume, SourceIdentity found) {
        Lsn furthest = Lsn.max(resume.start(), resume.furthest());
        if (furthest.isAfter(found.position())) {
            throw new SourceLostException(
                    "SRC-223",
                    "Cannot resume the stream at " + resume.start() + ": the source's WAL ends at " + found.position()
                            + ", changes up to " + furthest + " were applied. The source lost what lies between, by a"
                            + " crash without durable commits or a restore. Compare and repair the target, or:"
                            + WAYS_OUT);
        }
    }

    /** Also for the moment after attaching, when nobody else can move the slot any more. */
    static SlotState requireSlot(Connection sql, String name, Lsn start, String database) throws SQLException {
        SlotState slot = ReplicationSlot.find(sql, name).orElseThrow(() -> missing(name, start));
        String resume = "Cannot resume the stream at " + start + ": replication slot " + name + " ";
        if (!slot.plugin().equals("pgoutput") || !slot.database().equals(database)) {
            throw new SourceLostException(
                    "SRC-225",
                    resume + "is of plugin " + slot.plugin() + " and database " + slot.database()
                            + ", wanted are pgoutput and " + database + ". Give the name of the migration's own slot.");
        }
        if (Set.of("lost", "invalidated").contains(slot.walStatus())) {
            throw new SourceLostException(
                    "SRC-226",
                    resume + "is " + slot.walStatus() + ": the source removed WAL that it needs, from "
                            + slot.restartLsn() + " on (max_slot_wal_keep_size, idle_replication_slot_timeout)."
                            + WAYS_OUT);
        }
        if (slot.confirmedFlush().isAfter(start)) {
            throw new SourceLostException(
                    "SRC-227",
                    resume + "stands at " + slot.confirmedFlush() + ": it gives nothing of the transactions that"
                            + " committed from " + start + " to there. Resume from a newer checkpoint, or:" + WAYS_OUT);
        }
        return slot;
    }

    static SourceLostException missing(String name, Lsn start) {
        return new SourceLostException(
                "SRC-224",
                "Cannot resume the stream at " + start + ": replication slot " + name + " does not exist, so the source"
                        + " may have dropped every change since then. If the slot is on another server, connect there."
                        + WAYS_OUT);
    }
}
