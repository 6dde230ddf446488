package io.sealane.types;

import io.sealane.model.LaneEvent;
import io.sealane.model.LaneEvent.Mark;
import io.sealane.model.LaneEvent.Open;
import io.sealane.model.LaneEvent.Piece;
import io.sealane.model.Lsn;
import io.sealane.model.Operation;
import io.sealane.model.Position;
import io.sealane.model.RowEvent.CopiedRow;
import io.sealane.model.RowEvent.Delete;
import io.sealane.model.RowEvent.Insert;
import io.sealane.model.RowEvent.Update;
import io.sealane.model.RowText;
import io.sealane.model.Witness;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Wire form of {@link LaneEvent}: a tag byte, the lane as an unsigned short, then the variant's fields in the order of its
 * record. A row is its column count, per column {@code length + 3} as a variable-length number (0 large, 1 unchanged, 2
 * NULL), then all texts at once, of a large value its id and length. No savepoint holds any of it: only what is on its way
 * has this form.
 *
 * <p>Elements are immutable, so copying is free.
 */
public final class LaneEventSerializer extends TypeSerializerSingleton<LaneEvent> {
    private static final long serialVersionUID = 1L;

    public static final LaneEventSerializer INSTANCE = new LaneEventSerializer();

    private static final int COPIED = 1;
    private static final int INSERT = 2;
    private static final int UPDATE = 3;
    private static final int UPDATE_WITH_BEFORE = 4;
    private static final int DELETE = 5;
    private static final int OPEN = 6;
    private static final int MARK = 7;
    private static final int PIECE = 8;

    /** Makes a length or mark a number from 0 on. */
    private static final int MARKS = 3;

    private static final Operation[] OPERATIONS = {Operation.INSERT, Operation.UPDATE, Operation.DELETE};

    @Override
    public void serialize(LaneEvent event, DataOutputView out) throws IOException {
        if (event instanceof CopiedRow copied) {
            writeHead(COPIED, event, out);
            out.writeInt(copied.table());
            writeRow(copied.row(), out);
        } else if (event instanceof Insert insert) {
            writeHead(INSERT, event, out);
            out.writeInt(insert.table());
            writePosition(insert.position(), out);
            writeOperation(insert.operation(), out);
            writeRow(insert.after(), out);
        } else if (event instanceof Update update) {
            RowText before = update.before();
            writeHead(before == null ? UPDATE : UPDATE_WITH_BEFORE, event, out);
            out.writeInt(update.table());
            writePosition(update.position(), out);
            if (before != null) {
                writeRow(before, out);
            }
            writeRow(update.after(), out);
        } else if (event instanceof Delete delete) {
            writeHead(DELETE, event, out);
            out.writeInt(delete.table());
            writePosition(delete.position(), out);
            writeOperation(delete.operation(), out);
            writeRow(delete.before(), out);
        } else if (event instanceof Piece piece) {
            writeHead(PIECE, event, out);
            out.writeInt(piece.table());
            out.writeLong(piece.value());
            out.writeInt(piece.bytes().length);
            out.write(piece.bytes());
        } else if (event instanceof Open open) {
            writeHead(OPEN, event, out);
            out.writeUTF(open.lineage());
            out.writeLong(open.start().value());
            out.writeLong(open.consistencyPoint().value());
        } else if (event instanceof Mark mark) {
            writeHead(MARK, event, out);
            writeWitness(mark.reached(), out);
            out.writeLong(mark.commitMicros());
        }
    }

    @Override
    public LaneEvent deserialize(DataInputView in) throws IOException {
        int tag = in.readByte();
        int lane = in.readUnsignedShort();
        return switch (tag) {
            case COPIED -> new CopiedRow(lane, in.readInt(), readRow(in));
            case INSERT -> new Insert(lane, in.readInt(), readPosition(in), readOperation(in), readRow(in));
            case UPDATE -> new Update(lane, in.readInt(), readPosition(in), null, readRow(in));
            case UPDATE_WITH_BEFORE -> new Update(lane, in.readInt(), readPosition(in), readRow(in), readRow(in));
            case DELETE -> new Delete(lane, in.readInt(), readPosition(in), readOperation(in), readRow(in));
            case OPEN -> new Open(lane, in.readUTF(), new Lsn(in.readLong()), new Lsn(in.readLong()));
            case MARK -> new Mark(lane, readWitness(in), in.readLong());
            case PIECE -> new Piece(lane, in.readInt(), in.readLong(), readBytes(in, in.readInt()));
            default -> throw new IOException("BUG: unknown lane event tag " + tag);
        };
    }

    private static void writeHead(int tag, LaneEvent event, DataOutputView out) throws IOException {
        out.writeByte(tag);
        out.writeShort(event.lane());
    }

    private static void writePosition(Position position, DataOutputView out) throws IOException {
        out.writeLong(position.commitLsn().value());
        out.writeLong(position.ordinal());
    }

    private static Position readPosition(DataInputView in) throws IOException {
        return new Position(new Lsn(in.readLong()), in.readLong());
    }

    private static void writeWitness(Witness witness, DataOutputView out) throws IOException {
        out.writeInt(witness.timeline());
        out.writeLong(witness.position().value());
        out.writeLong(witness.commitLsn().value());
        out.writeLong(witness.commitMicros());
    }

    private static Witness readWitness(DataInputView in) throws IOException {
        return new Witness(in.readInt(), new Lsn(in.readLong()), new Lsn(in.readLong()), in.readLong());
    }

    private static void writeOperation(Operation operation, DataOutputView out) throws IOException {
        out.writeByte(
                switch (operation) {
                    case INSERT -> 0;
                    case UPDATE -> 1;
                    case DELETE -> 2;
                });
    }

    private static Operation readOperation(DataInputView in) throws IOException {
        return OPERATIONS[in.readByte()];
    }

    private static void writeRow(RowText row, DataOutputView out) throws IOException {
        int columns = row.columns();
        out.writeShort(columns);
        for (int i = 0; i < columns; i++) {
            writeVarInt(row.lengthOrMark(i) + (long) MARKS, out);
        }
        out.write(row.sharedBytes());
    }

    private static RowText readRow(DataInputView in) throws IOException {
        int[] lengths = new int[in.readUnsignedShort()];
        int size = 0;
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = (int) (readVarInt(in) - MARKS);
            size += RowText.sharedBytes(lengths[i]);
        }
        return RowText.fromWire(readBytes(in, size), lengths);
    }

    private static byte[] readBytes(DataInputView in, int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    private static void writeVarInt(long value, DataOutputView out) throws IOException {
        long rest = value;
        while (rest > 0x7F) {
            out.writeByte((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    private static long readVarInt(DataInputView in) throws IOException {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            int next = in.readUnsignedByte();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
    }

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public LaneEvent createInstance() {
        return new Mark(0, Witness.first(0, Lsn.ZERO), 0);
    }

    @Override
    public LaneEvent copy(LaneEvent from) {
        return from;
    }

    @Override
    public LaneEvent copy(LaneEvent from, LaneEvent reuse) {
        return from;
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public LaneEvent deserialize(LaneEvent reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public TypeSerializerSnapshot<LaneEvent> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Version 1: the only one so far; an incompatible change of the wire form needs a new serializer class. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<LaneEvent> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
