package io.sealane.source.split;

import io.sealane.model.Lsn;
import io.sealane.source.postgres.SourceIdentity;
import io.sealane.source.postgres.stream.ResumePoint;
import java.util.Map;
import org.apache.flink.cdc.connectors.base.source.meta.offset.Offset;
import org.apache.flink.cdc.connectors.postgres.source.offset.PostgresOffset;

/**
 * Where the change stream stands; what Flink keeps of it in a checkpoint, in the text map of Flink CDC's offset.
 *
 * @param lsn end of the last transaction that was emitted whole, so a restart replays an open transaction from its start
 * @param consistencyPoint until the stream has passed it, target rows may be older or torn
 * @param known the server as it was when {@code lsn} was reached
 * @param firstTimeline the server's timeline when the migration began; part of the lineage, which a promotion leaves
 * @param held whether nothing was emitted yet: the reader waits for a checkpoint that holds its split
 */
public record StreamPosition(Lsn lsn, Lsn consistencyPoint, SourceIdentity known, int firstTimeline, boolean held) {
    private static final String LSN = "lsn"; // the connector's own name: it compares offsets by it
    private static final String CONSISTENCY_POINT = "consistency_point";
    private static final String SYSTEM = "system_identifier";
    private static final String TIMELINE = "timeline";
    private static final String KNOWN_LSN = "known_lsn";
    private static final String DATABASE = "database";
    private static final String FIRST_TIMELINE = "first_timeline";
    private static final String HELD = "held";

    /** The position at which a migration begins. */
    public static StreamPosition first(Lsn start, SourceIdentity identity) {
        return new StreamPosition(start, start, identity, identity.timeline(), true);
    }

    public StreamPosition withConsistencyPoint(Lsn point) {
        return new StreamPosition(lsn, point, known, firstTimeline, held);
    }

    /** This position, reached again on the server that {@code identity} tells of. */
    public StreamPosition attachedTo(SourceIdentity identity) {
        return new StreamPosition(lsn, consistencyPoint, identity, firstTimeline, false);
    }

    public StreamPosition movedTo(Lsn boundary) {
        return new StreamPosition(boundary, consistencyPoint, known, firstTimeline, held);
    }

    /** Where to go on, while the target has applied changes up to {@code furthest}. */
    public ResumePoint resumePoint(Lsn furthest) {
        return new ResumePoint(known, lsn, furthest);
    }

    public static StreamPosition of(Offset offset) {
        Map<String, String> values = offset.getOffset();
        return new StreamPosition(
                lsn(values, LSN),
                lsn(values, CONSISTENCY_POINT),
                new SourceIdentity(
                        value(values, SYSTEM),
                        Integer.parseInt(value(values, TIMELINE)),
                        lsn(values, KNOWN_LSN),
                        value(values, DATABASE)),
                Integer.parseInt(value(values, FIRST_TIMELINE)),
                Boolean.parseBoolean(value(values, HELD)));
    }

    public PostgresOffset toOffset() {
        return PostgresOffset.of(Map.of(
                LSN, Long.toString(lsn.value()),
                CONSISTENCY_POINT, Long.toString(consistencyPoint.value()),
                SYSTEM, known.systemIdentifier(),
                TIMELINE, Integer.toString(known.timeline()),
                KNOWN_LSN, Long.toString(known.position().value()),
                DATABASE, known.database(),
                FIRST_TIMELINE, Integer.toString(firstTimeline),
                HELD, Boolean.toString(held)));
    }

    /** An offset that is only an LSN. */
    public static PostgresOffset offsetOf(Lsn lsn) {
        return PostgresOffset.of(Map.of(LSN, Long.toString(lsn.value())));
    }

    public static Lsn lsnOf(Offset offset) {
        return lsn(offset.getOffset(), LSN);
    }

    private static Lsn lsn(Map<String, String> values, String key) {
        return new Lsn(Long.parseLong(value(values, key)));
    }

    private static String value(Map<String, String> values, String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalStateException("BUG: the stream's state has no " + key);
        }
        return value;
    }
}
