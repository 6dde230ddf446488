package io.sealane.sink;

import io.sealane.fence.LaneStamp;
import io.sealane.model.Lsn;
import io.sealane.model.Position;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Version 1: lane (int), generation, checkpoint, commit LSN, ordinal (long each), big-endian; then the lineage in UTF-8. */
final class LaneStampSerializer implements SimpleVersionedSerializer<LaneStamp> {
    private static final int VERSION = 1;
    private static final int LENGTH = Integer.BYTES + 4 * Long.BYTES;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(LaneStamp stamp) {
        byte[] lineage = stamp.lineage().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(LENGTH + lineage.length)
                .putInt(stamp.lane())
                .putLong(stamp.generation())
                .putLong(stamp.checkpoint())
                .putLong(stamp.position().commitLsn().value())
                .putLong(stamp.position().ordinal())
                .put(lineage)
                .array();
    }

    @Override
    public LaneStamp deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION || serialized.length < LENGTH) {
            throw new IOException("Cannot restore the writer: its state has version " + version + " and "
                    + serialized.length + " bytes. Restore with the release that wrote the savepoint.");
        }
        ByteBuffer bytes = ByteBuffer.wrap(serialized);
        int lane = bytes.getInt();
        long generation = bytes.getLong();
        long checkpoint = bytes.getLong();
        Position position = new Position(new Lsn(bytes.getLong()), bytes.getLong());
        String lineage = new String(serialized, LENGTH, serialized.length - LENGTH, StandardCharsets.UTF_8);
        return new LaneStamp(lane, lineage, generation, checkpoint, position);
    }
}
