package io.sealane.source.split;

import io.sealane.fence.Applied;
import io.sealane.model.Lsn;
import io.sealane.model.TableId;
import io.sealane.model.Witness;
import io.sealane.source.postgres.SourceIdentity;
import io.sealane.source.postgres.stream.ResumePoint;
import java.util.Collection;
import java.util.Map;
import org.apache.flink.cdc.connectors.base.source.meta.offset.Offset;
import org.apache.flink.cdc.connectors.postgres.source.offset.PostgresOffset;

/**
 * Where the change stream stands; what Flink keeps of it in a checkpoint, in the text map of Flink CDC's offset.
 *
 * @param reached the last transactions that were emitted whole end there, so a restart replays an open one from its start
 * @param consistencyPoint until the stream has passed it, target rows may be older or torn
 * @param known the server that {@code reached} was read from
 * @param lineage text of the lineage that the migration was prepared with
 * @param held whether nothing was emitted yet: the reader waits for a checkpoint that holds its split
 */
public record StreamPosition(
        Witness reached, Lsn consistencyPoint, SourceIdentity known, String lineage, boolean held) {
    private static final String LSN = "lsn"; // the connector's own name: it compares offsets by it
    private static final String CONSISTENCY_POINT = "consistency_point";
    private static final String SYSTEM = "system_identifier";
    private static final String TIMELINE = "timeline";
    private static final String KNOWN_LSN = "known_lsn";
    private static final String DATABASE = "database";
    private static final String LINEAGE = "lineage";
    private static final String COMMIT_LSN = "commit_lsn";
    private static final String COMMIT_MICROS = "commit_micros";
    private static final String HELD = "held";

    /** The position at which a migration begins. */
    public static StreamPosition first(Witness start, SourceIdentity identity, String lineage) {
        return new StreamPosition(start, start.position(), identity, lineage, true);
    }

    /** Every transaction that commits before it has been emitted. */
    public Lsn lsn() {
        return reached.position();
    }

    public StreamPosition withConsistencyPoint(Lsn point) {
        return new StreamPosition(reached, point, known, lineage, held);
    }

    /** This position, reached again on the server that {@code identity} tells of. */
    public StreamPosition attachedTo(SourceIdentity identity) {
        return new StreamPosition(reached.on(identity.timeline()), consistencyPoint, identity, lineage, false);
    }

    public StreamPosition movedTo(Witness boundary) {
        return new StreamPosition(boundary, consistencyPoint, known, lineage, held);
    }

    /** Where to go on, with a target that has {@code applied}. */
    public ResumePoint resumePoint(Applied applied, Collection<TableId> tables) {
        return new ResumePoint(known, lsn(), applied.fences(), applied.timeline(known.timeline()), tables);
    }

    public static StreamPosition of(Offset offset) {
        Map<String, String> values = offset.getOffset();
        int timeline = Integer.parseInt(value(values, TIMELINE));
        return new StreamPosition(
                new Witness(
                        timeline,
                        lsn(values, LSN),
                        lsn(values, COMMIT_LSN),
                        Long.parseLong(value(values, COMMIT_MICROS))),
                lsn(values, CONSISTENCY_POINT),
                new SourceIdentity(value(values, SYSTEM), timeline, lsn(values, KNOWN_LSN), value(values, DATABASE)),
                value(values, LINEAGE),
                Boolean.parseBoolean(value(values, HELD)));
    }

    public PostgresOffset toOffset() {
        return PostgresOffset.of(Map.of(
                LSN, Long.toString(lsn().value()),
                COMMIT_LSN, Long.toString(reached.commitLsn().value()),
                COMMIT_MICROS, Long.toString(reached.commitMicros()),
                CONSISTENCY_POINT, Long.toString(consistencyPoint.value()),
                SYSTEM, known.systemIdentifier(),
                TIMELINE, Integer.toString(known.timeline()),
                KNOWN_LSN, Long.toString(known.position().value()),
                DATABASE, known.database(),
                LINEAGE, lineage,
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
