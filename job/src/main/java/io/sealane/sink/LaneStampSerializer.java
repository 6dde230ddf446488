package io.sealane.sink;

import io.sealane.fence.LaneStamp;
import io.sealane.model.Lsn;
import io.sealane.model.Position;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Version 1: lane (int), generation, checkpoint, commit LSN, ordinal (long each), big-endian. */
final class LaneStampSerializer implements SimpleVersionedSerializer<LaneStamp> {
    private static final int VERSION = 1;
    private static final int LENGTH = Integer.BYTES + 4 * Long.BYTES;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(LaneStamp stamp) {
        return ByteBuffer.allocate(LENGTH)
                .putInt(stamp.lane())
                .putLong(stamp.generation())
                .putLong(stamp.checkpoint())
                .putLong(stamp.position().commitLsn().value())
                .putLong(stamp.position().ordinal())
                .array();
    }

    @Override
    public LaneStamp deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION || serialized.length != LENGTH) {
            throw new IOException("Cannot restore the writer: its state has version " + version + " and "
                    + serialized.length + " bytes. Restore with the release that wrote the savepoint.");
        }
        ByteBuffer bytes = ByteBuffer.wrap(serialized);
        return new LaneStamp(
                bytes.getInt(),
                bytes.getLong(),
                bytes.getLong(),
                new Position(new Lsn(bytes.getLong()), bytes.getLong()));
    }
}
