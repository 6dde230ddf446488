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
            " Copy all tables again (`sealane resnapshot --all-tables`); going on here would lose those changes unseen.";

    private StreamGuard() {}

    /**
     * Judges whether {@code slot} can deliver everything that the target lacks.
     *
     * <pre>
     *  start ≤ lowest fence and confirmed_flush ≤ lowest fence: whatever comes between is in every lane
     *  ──────┬─────────────┬──────────────┬──────────▶ WAL
     *        start         confirmed_flush lowest fence        go on at the later one of the first two
     * </pre>
     *
     * @param sql a connection for SQL
     * @param replication a connection to a walsender, not streaming yet
     * @throws SourceLostException if it cannot; names the interval and the ways out
     */
    public static Resumption check(Connection sql, Connection replication, String slot, ResumePoint resume)
            throws SQLException {
        SourceIdentity found = SourceIdentity.identify(replication);
        requireSameSystem(resume, found);
        requireSameHistory(replication, resume, found);
        requireWalReached(resume, found);
        requireCoveredStart(resume);
        SlotState state = requireUsable(sql, slot, resume.start(), found.database());
        if (state.confirmedFlush().isAfter(Lsn.max(resume.start(), resume.lowest()))) {
            throw movedOn(slot, state.confirmedFlush(), resume);
        }
        return new Resumption(found, state.confirmedFlush(), Lsn.max(resume.start(), state.confirmedFlush()));
    }

    /** The target was set back: what lies between its fences and our position would be missing there. */
    private static void requireCoveredStart(ResumePoint resume) {
        if (resume.fences().lanes() > 0 && resume.start().isAfter(resume.lowest())) {
            throw new SourceLostException(
                    "SRC-229",
                    "Cannot resume the stream at " + resume.start() + ": a lane of the target has changes only up to "
                            + resume.fences().lowest() + ", so what lies between would be missing in "
                            + resume.tableNames()
                            + ". The target was set back. If all of it was set back to one moment, go on from the fences"
                            + " (`sealane resnapshot --no-table`), or:" + WAYS_OUT);
        }
    }

    private static SourceLostException movedOn(String slot, Lsn confirmed, ResumePoint resume) {
        return new SourceLostException(
                "SRC-227",
                "Cannot resume the stream at " + resume.start() + ": replication slot " + slot + " stands at "
                        + confirmed + ": it gives nothing of the transactions that committed from "
                        + Lsn.max(resume.start(), resume.lowest()) + " to there, and the target has all of them only up"
                        + " to " + resume.fences().lowest() + ". Changes of " + resume.tableNames()
                        + " would be missing. Resume from a newer checkpoint, or:" + WAYS_OUT);
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
        requireInHistory(replication, resume, resume.known().timeline(), resume.start(), found);
        requireInHistory(replication, resume, resume.fencesTimeline(), resume.furthest(), found);
    }

    private static void requireInHistory(
            Connection replication, ResumePoint resume, int timeline, Lsn furthest, SourceIdentity found)
            throws SQLException {
        if (timeline == found.timeline()) {
            return;
        }
        Optional<Lsn> switchPoint =
                TimelineHistory.read(replication, found.timeline()).endOf(timeline);
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
        Lsn furthest = resume.furthest();
        if (furthest.isAfter(found.position())) {
            throw new SourceLostException(
                    "SRC-223",
                    "Cannot resume the stream at " + resume.start() + ": the source's WAL ends at " + found.position()
                            + ", changes up to " + furthest + " were applied. The source lost what lies between, by a"
                            + " crash without durable commits or a restore. Compare and repair the target, or:"
                            + WAYS_OUT);
        }
    }

    /**
     * For the moment after attaching, when nobody else can move the slot any more.
     *
     * @throws SQLException if it has moved since {@link #check}: by an acknowledgement of ours that was still under way, or by
     *     somebody else. Whether anything is missing now is for the next check to say
     */
    static SlotState requireSlot(Connection sql, String name, Lsn start, String database) throws SQLException {
        SlotState slot = requireUsable(sql, name, start, database);
        if (slot.confirmedFlush().isAfter(start)) {
            throw new SQLException(
                    "Replication slot " + name + " moved from " + start + " to " + slot.confirmedFlush()
                            + " while it was attached to. It is looked at again.",
                    "55006");
        }
        return slot;
    }

    private static SlotState requireUsable(Connection sql, String name, Lsn start, String database)
            throws SQLException {
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
